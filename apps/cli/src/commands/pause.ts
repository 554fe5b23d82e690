import { exit } from '../exit.js';
import { executionNamed } from '../named.js';
import { mustRun } from '../platform/connect.js';
import { plain } from '../view/clean.js';
import { suggestion } from '../view/suggestion.js';
import type { Terminal } from '../view/terminal.js';

export interface PauseOptions {
  reason?: string;
  json: boolean;
  data?: string;
}

/** Starts nothing more of an execution; what runs goes on. */
export const pause = async (
  terminal: Terminal,
  word: string,
  { reason, json, data }: PauseOptions,
): Promise<number> => {
  const { client } = await mustRun(data);
  const answer = await client.pause(await executionNamed(client, word), reason);
  const { execution_id: id, message } = answer;
  if (json) terminal.json(answer);
  else {
    terminal.line(`${id}: ${plain(message)}`);
    terminal.note(`to let it go on: ${suggestion(['resume', id], data)}`);
  }
  return exit.success;
};

/** Lets a paused execution go on. */
export const resume = async (
  terminal: Terminal,
  word: string,
  { json, data }: Omit<PauseOptions, 'reason'>,
): Promise<number> => {
  const { client } = await mustRun(data);
  const answer = await client.resume(await executionNamed(client, word));
  if (json) terminal.json(answer);
  else terminal.line(`${answer.execution_id}: ${plain(answer.message)}`);
  return exit.success;
};
