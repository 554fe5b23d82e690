import { closeSync, fdatasync, fsync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
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
  const temporary = `${path}.new`;
  const file = openSync(temporary, 'w', 0o600);
  try {
    writeSync(file, text);
    await flushData(file);
  } finally {
    closeSync(file);
  }
  reach('connector.file.beforeRename');
  renameSync(temporary, path);
  await syncDirectory(dirname(path));
};

/** As JSON, like {@link writeDurably}. */
export const keepJson = (path: string, value: unknown): Promise<void> => writeDurably(path, JSON.stringify(value));

/** What {@link keepJson} kept; undefined where there is nothing. */
export const readJson = <T>(path: string): T | undefined => {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

export const syncDirectory = async (path: string): Promise<void> => {
  const directory = openSync(path, 'r');
  await flush(directory).finally(() => closeSync(directory));
};
