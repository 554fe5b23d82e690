import { randomUUID } from 'node:crypto';
import { Place, type YardClient, YardError } from '@switchyard/client';
import type { ExecutionId, ExecutionView, Finding, PipelineId, TriggerBody } from '@switchyard/contracts';
import { sleep, waitBefore } from '@switchyard/kernel';
import { readVariables } from '../environment.js';
import { exit, Stop } from '../exit.js';
import { gitFacts } from '../git.js';
import { Interruption } from '../interruption.js';
import { readPipeline } from '../pipeline-text.js';
import { connect, type Connection } from '../platform/connect.js';
import { tellClosing } from '../view/closing.js';
import { hasErrors, tellFindings } from '../view/findings.js';
import { Live } from '../view/live.js';
import type { Terminal } from '../view/terminal.js';
import { watch } from '../watch.js';

export interface RunOptions {
  env: string[];
  json: boolean;
  keep: boolean;
  data?: string;
}

const backoff = { initialMs: 100, factor: 2, maxMs: 2_000 };
const mostTries = 6;
/** A platform that dies more often does so because of this execution. */
const mostDeaths = 3;

/** Runs a pipeline file and shows it live; the exit code is its result. */
export const run = async (terminal: Terminal, file: string, options: RunOptions): Promise<number> => {
  const environment = readVariables(options.env);
  const yaml = await readPipeline(file);
  // Looked at here first: a mistake is told at once, without a platform.
  const { parsePipeline } = await import('@switchyard/pipeline-file');
  const { findings } = parsePipeline(yaml);
  if (hasErrors(findings)) return refuse(terminal, file, findings, options.json);
  const interruption = new Interruption();
  const { data, keep } = options;
  let connection = await connect(terminal, { data, keep, signal: interruption.signal });
  try {
    const pipeline = await applied(connection.client, yaml);
    if ('refused' in pipeline) return refuse(terminal, file, pipeline.refused, options.json);
    if (!options.json) tellFindings(terminal, file, pipeline.findings);
    const facts = await gitFacts(file, connection.isLocal);
    if (interruption.exitCode !== undefined) return interruption.exitCode;
    const id = await triggered(connection.client, pipeline.id, { ...facts, environment });
    const asked = { id, place: new Place(true), show: shower(terminal, options.json) };
    for (let deaths = 1; ; deaths += 1) {
      const execution = await cancelling(terminal, connection, id, interruption, () =>
        watch(terminal, connection, asked),
      );
      if (execution) return conclude(terminal, execution, options, interruption);
      if (deaths === mostDeaths) throw died(id);
      // Everything is kept, and steps may even have gone on: another platform takes it up where it is.
      terminal.note(terminal.colors.yellow('the platform has ended; going on with another one'));
      // Ctrl-C waits for it, since what still runs must be cancelled.
      connection = await connect(terminal, { data, keep });
    }
  } finally {
    interruption.release();
    await connection.close();
  }
};

const refuse = (terminal: Terminal, file: string, findings: Finding[], json: boolean): number => {
  if (json) terminal.json({ event: 'findings', data: findings });
  else tellFindings(terminal, file, findings);
  return exit.badInput;
};

const applied = async (
  client: YardClient,
  yaml: string,
): Promise<{ id: PipelineId; findings: Finding[] } | { refused: Finding[] }> => {
  try {
    const { pipeline, findings } = await client.applyPipeline(yaml);
    return { id: pipeline.id, findings };
  } catch (error) {
    const refused = error instanceof YardError ? error.answer?.details?.findings : undefined;
    if (refused) return { refused };
    throw error;
  }
};

/** The key makes repeating harmless. */
const triggered = async (client: YardClient, id: PipelineId, body: TriggerBody): Promise<ExecutionId> => {
  const key = randomUUID();
  for (let tries = 1; ; tries += 1)
    try {
      return (await client.trigger(id, body, key)).execution_id;
    } catch (error) {
      if (!(error instanceof YardError && error.mayHeal) || tries === mostTries) throw error;
      await sleep(waitBefore(tries, backoff, Math.random()));
    }
};

const shower = (terminal: Terminal, json: boolean) => {
  const live = new Live(terminal);
  return json ? terminal.json.bind(terminal) : live.show.bind(live);
};

/** While it is watched, Ctrl-C cancels the execution, and its end is waited for. */
const cancelling = async <Result>(
  terminal: Terminal,
  { client }: Connection,
  id: ExecutionId,
  { signal }: Interruption,
  watching: () => Promise<Result>,
): Promise<Result> => {
  const over = new AbortController();
  const cancel = () => {
    terminal.note('cancelling; press Ctrl-C again to leave at once');
    void cancelled(client, id, over.signal).catch((error: Error) => terminal.note(`not cancelled: ${error.message}`));
  };
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  try {
    return await watching();
  } finally {
    signal.removeEventListener('abort', cancel);
    over.abort();
  }
};

const cancelled = async (client: YardClient, id: ExecutionId, signal: AbortSignal): Promise<void> => {
  for (let tries = 1; !signal.aborted; tries += 1)
    try {
      await client.cancel(id, 'interrupted at the terminal');
      return;
    } catch (error) {
      // A conflict: its trigger is not handed over yet.
      if (!(error instanceof YardError && (error.mayHeal || error.status === 409))) throw error;
      await sleep(waitBefore(tries, backoff, Math.random()), signal);
    }
};

const conclude = (
  terminal: Terminal,
  execution: ExecutionView,
  { json, data }: RunOptions,
  { exitCode }: Interruption,
): number => {
  if (json) terminal.json({ event: 'result', data: execution });
  else tellClosing(terminal, execution, Date.now(), data);
  return exitCode ?? codeOf(execution);
};

const died = (id: ExecutionId): Stop =>
  new Stop(exit.platform, `the platform died ${mostDeaths} times while it ran ${id}`, [
    'logs/platform.log in its data directory may say why; nothing that was accepted is lost',
  ]);

export const codeOf = ({ status }: ExecutionView): number => (status === 'success' ? exit.success : exit.failure);
