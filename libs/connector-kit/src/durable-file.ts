import {
  closeSync,
  existsSync,
  fdatasync,
  fsync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { reach } from '@switchyard/kernel';

const flushData = promisify(fdatasync);
const flush = promisify(fsync);

/**
 * Writes a file so that after a crash it is either whole or not there. Only the flushes may take long, so only they are
 * waited for: every other step is a few microseconds, and a detour through the thread pool costs a hundred times that.
 */
export const writeDurably = async (path: string, text: string): Promise<void> => {
  const fresh = freshFor(path);
  const file = openSync(fresh, 'w', 0o600);
  try {
    writeSync(file, text);
    await flushData(file);
  } finally {
    closeSync(file);
  }
  putInPlace(fresh, path);
  await sync(dirname(path));
};

/**
 * Writes a file that nobody else writes, as JSON, so that it is whole for every process that reads it. It may be torn
 * after a power cut, until it and its folder have been flushed by {@link sync}: for what {@link readUntorn} may then take
 * for nothing.
 */
export const replaceJson = (path: string, value: unknown): void => {
  const fresh = `${path}.new`;
  writeFileSync(fresh, JSON.stringify(value), { mode: 0o600 });
  putInPlace(fresh, path);
};

let written = 0;
/** A name of its own: steps side by side may write the same file. */
const freshFor = (path: string): string => `${path}.${process.pid}-${(written += 1)}.new`;

const putInPlace = (fresh: string, path: string): void => {
  reach('connector.file.beforeRename');
  renameSync(fresh, path);
};

/** As JSON, like {@link writeDurably}. */
export const keepJson = (path: string, value: unknown): Promise<void> => writeDurably(path, JSON.stringify(value));

/** What {@link keepJson} kept; undefined where there is nothing. */
export const readJson = <T>(path: string): T | undefined => {
  // Most often there is nothing, and to throw takes longer than to look.
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

/** Like {@link readJson}; nothing also of what a power cut left half written. */
export const readUntorn = <T>(path: string): T | undefined => {
  try {
    return readJson<T>(path);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

/** On disk, as it is now, when it resolves: a file or a folder. */
export const sync = async (path: string): Promise<void> => {
  const file = openSync(path, 'r');
  await flush(file).finally(() => closeSync(file));
};
