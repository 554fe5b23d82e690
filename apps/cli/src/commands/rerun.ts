import { randomUUID } from 'node:crypto';
import type { YardClient } from '@switchyard/client';
import type { TriggerAnswer } from '@switchyard/contracts';
import { attend } from '../attend.js';
import { exit } from '../exit.js';
import { executionNamed, stepNamed } from '../named.js';
import { mustRun } from '../platform/connect.js';
import { repeated } from '../repeat.js';
import { plain } from '../view/clean.js';
import { suggestion } from '../view/suggestion.js';
import type { Terminal } from '../view/terminal.js';

export interface RerunOptions {
  from?: string;
  all: boolean;
  follow: boolean;
  watch: boolean;
  json: boolean;
  data?: string;
}

/** Repeats an execution: what did not end well, from one step on, or all of it. */
export const rerun = async (terminal: Terminal, word: string, options: RerunOptions): Promise<number> => {
  const { follow, watch, json, data } = options;
  if (follow || watch)
    return attend(terminal, { ...options, keep: false }, async ({ client }, _interruption, key) => {
      const { execution_id: id } = await begin(client, word, options, key);
      return { id };
    });
  const { client } = await mustRun(data);
  const answer = await begin(client, word, options, randomUUID());
  if (json) terminal.json(answer);
  else {
    terminal.line(`${answer.execution_id}: ${plain(answer.message)}`);
    terminal.note(`to watch it: ${suggestion(['logs', answer.execution_id, '--follow'], data)}`);
  }
  return exit.success;
};

/** @param key makes repeating harmless. */
const begin = async (
  client: YardClient,
  word: string,
  { from, all }: RerunOptions,
  key: string,
): Promise<TriggerAnswer> => {
  const id = await executionNamed(client, word);
  const step = from === undefined ? undefined : stepNamed(await client.execution(id), from).id;
  return repeated(() => (all ? client.rerunAll(id, key) : client.rerun(id, step, key)));
};
