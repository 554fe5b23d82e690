import { type Break, breakAt, breakAtEnd, read, start } from './chain.js';
import type { AuditRecord, Link } from '../../domain/audit/record.js';
import type { AuditFilter, AuditLog } from './ports.js';

/** Records that are read at once. */
const page = 200;

export interface AuditPage {
  records: (AuditRecord & { hash: string })[];
  /** Give it as `before` for the next page. */
  next?: number;
}

export interface Verified {
  ok: boolean;
  /** How many records were found to be right. */
  records: number;
  /** The last of them. */
  last: Link;
  broken?: Break;
}

/** What the audit says, and whether it is what was written. */
export class ReadAudit {
  constructor(private readonly log: AuditLog) {}

  /** Newest first. */
  async list(filter: AuditFilter, before: number | undefined, limit: number): Promise<AuditPage> {
    const rows = await this.log.find(filter, before, limit + 1);
    const shown = rows.slice(0, limit);
    const next = rows.length > limit ? shown.at(-1)?.seq : undefined;
    return { records: shown.map(viewOf), ...(next === undefined ? {} : { next }) };
  }

  /** All records, oldest first, each as one line of JSON with its hash; many lines at once. */
  async *export(): AsyncGenerator<string> {
    for await (const rows of this.pages())
      yield rows.map(({ text, hash }) => `${JSON.stringify({ hash, record: text })}\n`).join('');
  }

  /** Reads the whole chain, and stops at the first record that is not as it was written. */
  async verify(): Promise<Verified> {
    let last: Link = start;
    const mark = await this.log.mark();
    for await (const rows of this.pages())
      for (const row of rows) {
        const broken = breakAt(row, last);
        if (broken) return { ok: false, records: last.seq, last, broken };
        last = { seq: row.seq, hash: row.hash };
      }
    const broken = breakAtEnd(last, mark);
    return { ok: !broken, records: last.seq, last, ...(broken ? { broken } : {}) };
  }

  private async *pages() {
    for (let seq = -1; ;) {
      const rows = await this.log.after(seq, page);
      yield rows;
      const end = rows.at(-1);
      if (!end || rows.length < page) return;
      seq = end.seq;
    }
  }
}

/** One that was broken by hand is shown as far as it can be read. */
const viewOf = ({ seq, hash, text, columns }: Awaited<ReturnType<AuditLog['after']>>[number]) => {
  const record = read(text);
  if (record) return { ...record, hash };
  const { at, by, name, action, kind, object } = columns;
  const facts = { v: 1 as const, seq, at, action, previous: '', hash };
  return { ...facts, by: { kind: 'unknown', id: by, name }, on: { kind, id: object } };
};
