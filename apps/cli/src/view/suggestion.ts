import { plain } from './clean.js';

/** A word as a shell reads it back. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

/** A command to type, for the platform of this data directory where one was named. */
export const suggestion = (words: readonly string[], data: string | undefined): string =>
  ['yard', ...words, ...(data === undefined ? [] : ['--data', data])].map(word => shellWord(plain(word))).join(' ');
