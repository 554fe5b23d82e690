import { randomUUID } from 'node:crypto';
import { type YardClient, YardError } from '@switchyard/client';
import type { Finding, PipelineId } from '@switchyard/contracts';
import { attend, type AttendOptions } from '../attend.js';
import { readVariables } from '../environment.js';
import { exit } from '../exit.js';
import { gitFacts } from '../git.js';
import { readPipeline } from '../pipeline-text.js';
import { repeated } from '../repeat.js';
import { hasErrors, tellFindings } from '../view/findings.js';
import type { Terminal } from '../view/terminal.js';

export interface RunOptions extends AttendOptions {
  env: string[];
}

/** Runs a pipeline file and shows it live; the exit code is its result. */
export const run = async (terminal: Terminal, file: string, options: RunOptions): Promise<number> => {
  const environment = readVariables(options.env);
  const yaml = await readPipeline(file);
  // Looked at here first: a mistake is told at once, without a platform.
  const { parsePipeline } = await import('@switchyard/pipeline-file');
  const { findings } = parsePipeline(yaml);
  if (hasErrors(findings)) return refuse(terminal, file, findings, options.json);
  return attend(terminal, options, async (connection, interruption) => {
    const pipeline = await applied(connection.client, yaml);
    if ('refused' in pipeline) return refuse(terminal, file, pipeline.refused, options.json);
    if (!options.json) tellFindings(terminal, file, pipeline.findings);
    const facts = await gitFacts(file, connection.isLocal);
    if (interruption.exitCode !== undefined) return interruption.exitCode;
    // The key makes repeating harmless.
    const key = randomUUID();
    const body = { ...facts, environment };
    const answer = await repeated(() => connection.client.trigger(pipeline.id, body, key));
    return { id: answer.execution_id };
  });
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
