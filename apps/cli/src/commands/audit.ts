import type { YardClient } from '@switchyard/client';
import type { AuditRecordView } from '@switchyard/contracts';
import { exit } from '../exit.js';
import { mustRun } from '../platform/connect.js';
import { plain } from '../view/clean.js';
import { Progress } from '../view/progress.js';
import { table } from '../view/table.js';
import type { Terminal } from '../view/terminal.js';

export interface ListAuditOptions {
  who?: string;
  action?: string;
  kind?: string;
  object?: string;
  project?: string;
  since?: string;
  until?: string;
  limit: number;
  json: boolean;
  data?: string;
}

/** A page of the API. */
const mostAtOnce = 200;

/** Changes, newest first. */
export const listAudit = async (
  terminal: Terminal,
  { limit, json, data, ...filter }: ListAuditOptions,
): Promise<number> => {
  const { client, close } = await mustRun(data);
  try {
    const records = await recordsOf(client, filter, limit);
    if (json) terminal.json(records);
    else if (records.length === 0) terminal.line('nothing of this was changed');
    else for (const line of auditTable(records)) terminal.line(line);
    return exit.success;
  } finally {
    await close();
  }
};

const recordsOf = async (
  client: YardClient,
  { project, ...wanted }: NonNullable<Parameters<YardClient['audit']['list']>[0]>,
  most: number,
): Promise<AuditRecordView[]> => {
  const records: AuditRecordView[] = [];
  for (let before: number | undefined; records.length < most;) {
    const limit = Math.min(mostAtOnce, most - records.length);
    const query = { ...wanted, limit, ...(before === undefined ? {} : { before }) };
    const page = await (project === undefined ? client.audit.list(query) : client.audit.ofProject(project, query));
    records.push(...page.records);
    if (page.next === undefined) break;
    before = page.next;
  }
  return records;
};

const auditTable = (records: readonly AuditRecordView[]): string[] =>
  table(
    ['record', 'at', 'who', 'from', 'action', 'what'],
    records.map(({ seq, at, by, from = '', action, on }) => [
      String(seq),
      plain(at),
      plain(`${by.name} (${by.kind})`),
      plain(from),
      plain(action),
      plain(on.name === undefined ? `${on.kind} ${on.id}` : `${on.kind} ${on.name} ${on.id}`),
    ]),
  );

/** Everything, as lines of JSON. */
export const exportAudit = async (terminal: Terminal, { data }: { data?: string }): Promise<number> => {
  const { client, close } = await mustRun(data);
  const progress = new Progress(terminal, 'audit', undefined);
  try {
    for await (const bytes of client.audit.export()) {
      await terminal.bytes(bytes);
      // Between the lines of a terminal it would be in the way.
      if (!terminal.isInteractive) progress.add(bytes.length);
    }
    return exit.success;
  } finally {
    progress.close();
    await close();
  }
};

/** Exits with 1 when a record is not as it was written. */
export const verifyAudit = async (
  terminal: Terminal,
  { data, json }: { data?: string; json: boolean },
): Promise<number> => {
  const { client, close } = await mustRun(data);
  try {
    const verified = await client.audit.verify();
    const { ok, records, last, broken } = verified;
    if (json) terminal.json(verified);
    else if (broken) {
      terminal.line(terminal.colors.red(`the audit is broken: ${plain(broken.message)}`));
      terminal.line(`the ${records} records before it are as they were written`);
    } else {
      terminal.line(`the audit is whole: ${records} records`);
      if (records > 0) terminal.line(`record ${last.seq} has the hash ${plain(last.hash)}; keep it elsewhere`);
    }
    return ok ? exit.success : exit.failure;
  } finally {
    await close();
  }
};
