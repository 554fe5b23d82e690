import { randomUUID } from 'node:crypto';
import { YardError } from '@switchyard/client';
import type { ExecutionId, ExecutionView, Finding, PipelineId, TriggerBody } from '@switchyard/contracts';
import { setTimeout as pause } from 'node:timers/promises';
import { readVariables } from '../environment.js';
import { exit } from '../exit.js';
import { gitFacts } from '../git.js';
import { readPipeline } from '../pipeline-text.js';
import { connect, type Connection } from '../platform/connect.js';
import { tellClosing } from '../view/closing.js';
import { hasErrors, tellFindings } from '../view/findings.js';
import { Live } from '../view/live.js';
import type { Terminal } from '../view/terminal.js';

export interface RunOptions {
  env: string[];
  json: boolean;
  keep: boolean;
  data?: string;
}

/** Runs a pipeline file and shows it live; the exit code is its result. */
export const run = async (terminal: Terminal, file: string, options: RunOptions): Promise<number> => {
  const environment = readVariables(options.env);
  const yaml = await readPipeline(file);
  // Looked at here first: a mistake is told at once, without a platform.
  const { parsePipeline } = await import('@switchyard/pipeline-file');
  const { findings } = parsePipeline(yaml);
  if (hasErrors(findings)) return refuse(terminal, file, findings, options.json);
  const connection = await connect(terminal, { data: options.data, keep: options.keep });
  try {
    const pipeline = await applied(connection, yaml);
    if ('refused' in pipeline) return refuse(terminal, file, pipeline.refused, options.json);
    if (!options.json) tellFindings(terminal, file, pipeline.findings);
    const facts = await gitFacts(file, connection.isLocal);
    const id = await triggered(connection, pipeline.id, { ...facts, environment });
    return await followed(terminal, connection, id, options.json);
  } finally {
    await connection.close();
  }
};

const refuse = (terminal: Terminal, file: string, findings: Finding[], json: boolean): number => {
  if (json) terminal.json({ event: 'findings', data: findings });
  else tellFindings(terminal, file, findings);
  return exit.badInput;
};

const applied = async (
  { client }: Connection,
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
const triggered = async ({ client }: Connection, id: PipelineId, body: TriggerBody): Promise<ExecutionId> => {
  const key = randomUUID();
  for (let tries = 1; ; tries += 1)
    try {
      return (await client.trigger(id, body, key)).execution_id;
    } catch (error) {
      if (!(error instanceof YardError && error.mayHeal) || tries === 5) throw error;
      await pause(200 * tries);
    }
};

/** Shows it to its end. Ctrl-C cancels it and waits; a second one leaves at once. */
const followed = async (
  terminal: Terminal,
  { client }: Connection,
  id: ExecutionId,
  json: boolean,
): Promise<number> => {
  let interrupted = false;
  const interrupt = () => {
    if (interrupted) process.exit(exit.interrupted);
    interrupted = true;
    terminal.note('cancelling; press Ctrl-C again to leave at once');
    client.cancel(id, 'interrupted at the terminal').catch((error: unknown) => terminal.note(String(error)));
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, interrupt);
  const live = new Live(terminal);
  const onLost = () => terminal.note(terminal.colors.yellow('connection lost, trying again'));
  for await (const frame of client.follow(id, { logs: true, onLost }))
    if (json) terminal.json(frame);
    else live.show(frame);
  const execution = await client.execution(id);
  if (json) terminal.json({ event: 'result', data: execution });
  else tellClosing(terminal, execution, Date.now());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, interrupt);
  return interrupted ? exit.interrupted : codeOf(execution);
};

export const codeOf = ({ status }: ExecutionView): number => (status === 'success' ? exit.success : exit.failure);
