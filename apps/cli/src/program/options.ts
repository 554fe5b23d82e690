import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Terminal } from '../view/terminal.js';

/** Adds some commands. Each is loaded when it is called; `finish` takes its exit code. */
export type Room = (program: Command, terminal: Terminal, finish: (code: number) => void) => void;

export const number = (from: number, to: number) => (text: string) => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= from && value <= to) return value;
  throw new InvalidArgumentError(`It must be a number from ${from} to ${to}.`);
};

export const gather = (word: string, words: string[]) => [...words, word];

export const dataOption = () =>
  new Option('--data <directory>', 'where the platform keeps everything (default: .yard here)');

export const jsonOption = () => new Option('--json', 'for programs: JSON instead of text').default(false);
