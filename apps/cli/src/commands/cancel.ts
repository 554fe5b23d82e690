import { exit } from '../exit.js';
import { executionNamed } from '../named.js';
import { mustRun } from '../platform/connect.js';
import { plain } from '../view/clean.js';
import type { Terminal } from '../view/terminal.js';

export interface CancelOptions {
  reason?: string;
  force: boolean;
  json: boolean;
  data?: string;
}

/** Asks for the end of an execution. */
export const cancel = async (
  terminal: Terminal,
  word: string,
  { reason, force, json, data }: CancelOptions,
): Promise<number> => {
  const { client } = await mustRun(data);
  const answer = await client.cancel(await executionNamed(client, word), reason, force);
  if (json) terminal.json(answer);
  else terminal.line(`${answer.execution_id}: ${answer.status === 'running' ? plain(answer.message) : answer.status}`);
  return exit.success;
};
