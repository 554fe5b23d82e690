import { text } from 'node:stream/consumers';
import { secretFrom } from './secret-input.js';

/** What came on standard input and was not asked for yet, where it is no terminal. */
let lines: string[] | undefined;

const nextLine = async (): Promise<string> => {
  lines ??= (await text(process.stdin)).split(/\r?\n/);
  return lines.shift() ?? '';
};

/** Typed unseen at a terminal, else the next line of standard input; empty where there is none. */
export const typedUnseen = (question: string): Promise<string> =>
  process.stdin.isTTY ? secretFrom(process.stdin, process.stderr, question) : nextLine();
