import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Speed, speedOf } from '../replay/pace.js';
import { sinceOf } from '../since.js';
import type { Terminal } from '../view/terminal.js';

/** Adds some commands. Each is loaded when it is called; `finish` takes its exit code. */
export type Room = (program: Command, terminal: Terminal, finish: (code: number) => void) => void;

export const number = (from: number, to: number) => (text: string) => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= from && value <= to) return value;
  throw new InvalidArgumentError(`It must be a number from ${from} to ${to}.`);
};

/** How an execution is named. */
export const which = 'its id, or last for the newest';

/** Of `--watch`. */
export const watchSays = 'draw it as a tree of stages and steps; lines where there is no terminal';

export const gather = (word: string, words: string[]) => [...words, word];

export const dataOption = () =>
  new Option('--data <directory>', 'where the platform keeps everything (default: .yard here)');

export const jsonOption = () => new Option('--json', 'for programs: JSON instead of text').default(false);

export const moment = (text: string): string => {
  const since = sinceOf(text, Date.now());
  if (since !== undefined) return since;
  throw new InvalidArgumentError('It must be such as 90s, 30m, 1h or 2d, or a time such as 2026-11-23T10:00:00Z.');
};

export const speed = (text: string): Speed => {
  const value = speedOf(text);
  if (value !== undefined) return value;
  throw new InvalidArgumentError('It must be a number such as 10 or 0.5, or max.');
};
