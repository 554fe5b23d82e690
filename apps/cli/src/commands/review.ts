import { exit } from '../exit.js';
import { executionNamed, stepNamed } from '../named.js';
import { mustRun } from '../platform/connect.js';
import { plain } from '../view/clean.js';
import type { Terminal } from '../view/terminal.js';

export interface ReviewOptions {
  comment?: string;
  json: boolean;
  data?: string;
}

/** Approves or rejects a step that waits for it. */
export const review = async (
  terminal: Terminal,
  verdict: 'approve' | 'reject',
  named: { execution: string; step: string },
  { comment, json, data }: ReviewOptions,
): Promise<number> => {
  const { client } = await mustRun(data);
  const execution = await client.execution(await executionNamed(client, named.execution));
  const step = stepNamed(execution, named.step);
  const answer = await client[verdict](execution.id, step.id, comment);
  if (json) terminal.json(answer);
  else terminal.line(`${plain(step.name)}: ${plain(answer.message)}`);
  return exit.success;
};
