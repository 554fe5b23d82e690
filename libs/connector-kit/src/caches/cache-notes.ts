import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeDurably } from '../durable-file.js';

/** What was found before a step, for what is kept after it: the step may change the files that the keys are made of. */
export interface CacheNotes {
  /** In the order of the plan. */
  caches: { key: string; isExact: boolean }[];
  /** Of the step's result. */
  fingerprint?: string;
}

const fileIn = (directory: string): string => join(directory, 'caches.json');

export const keepNotes = (directory: string, notes: CacheNotes): Promise<void> =>
  writeDurably(fileIn(directory), JSON.stringify(notes));

/** Undefined where the step never got that far. */
export const notesIn = async (directory: string): Promise<CacheNotes | undefined> => {
  const text = await readFile(fileIn(directory), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return text === undefined ? undefined : (JSON.parse(text) as CacheNotes);
};
