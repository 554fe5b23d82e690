import { lstat, opendir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Millis } from '@switchyard/kernel';

export interface Weight {
  files: number;
  bytes: number;
}

/** A file that many names lead to counts once for each of them. */
const unlessGone = (error: unknown): undefined => {
  const { code } = error as NodeJS.ErrnoException;
  // A step may be at work in it, and may have closed a folder to everybody.
  if (code !== 'ENOENT' && code !== 'EACCES' && code !== 'ENOTDIR') throw error;
  return undefined;
};

/**
 * Files below a folder and their bytes; links are not followed.
 * @param until as `performance.now()` counts
 * @returns undefined when the time was over before
 */
export const weigh = async (folder: string, until: Millis): Promise<Weight | undefined> => {
  const weight = { files: 0, bytes: 0 };
  const folders = [folder];
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    if (performance.now() > until) return undefined;
    const entries = await opendir(next).catch(unlessGone);
    if (!entries) continue;
    for await (const entry of entries) {
      const path = join(next, entry.name);
      if (entry.isDirectory()) folders.push(path);
      else if (entry.isFile()) {
        weight.files += 1;
        weight.bytes += (await lstat(path).catch(unlessGone))?.size ?? 0;
        if (performance.now() > until) return undefined;
      }
    }
  }
  return weight;
};
