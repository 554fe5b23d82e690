import { join } from 'node:path';
import { keepJson, readJson } from '../durable-file.js';

/** What was found before a step, for what is kept after it: the step may change the files that the keys are made of. */
export interface CacheNotes {
  /** In the order of the plan. */
  caches: { key: string; isExact: boolean }[];
  /** Of the step's result. */
  fingerprint?: string;
}

const fileIn = (directory: string): string => join(directory, 'caches.json');

export const keepNotes = (directory: string, notes: CacheNotes): Promise<void> => keepJson(fileIn(directory), notes);

/** Undefined where the step never got that far. */
export const notesIn = (directory: string): CacheNotes | undefined => readJson(fileIn(directory));
