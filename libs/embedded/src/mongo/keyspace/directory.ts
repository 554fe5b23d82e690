import { Fault, reasonOf } from '@switchyard/kernel';
import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const LOCK = 'server.lock';

const refuse = (code: string, message: string, suggestion: string, cause: unknown): Fault =>
  new Fault({ code, message, blame: 'platform', retry: false, suggestions: [suggestion], cause });

/** Makes the data directory; refuses one that cannot be written. */
const makeWritable = (directory: string): void => {
  try {
    mkdirSync(directory, { recursive: true });
    accessSync(directory, constants.W_OK | constants.X_OK);
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code ?? reasonOf(cause);
    throw refuse(
      'store-directory-unwritable',
      `the data directory ${directory} of the embedded store is not writable (${why})`,
      'choose another directory or give this user the right to write there',
      cause,
    );
  }
};

/**
 * Takes the directory for this server alone. The lock is one the operating system takes back when the process dies,
 * however it dies; Node offers such a lock only through SQLite.
 */
export const takeDirectory = (directory: string): { release(): void } => {
  makeWritable(directory);
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(join(directory, LOCK));
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (cause) {
    lock?.close();
    const locked = reasonOf(cause).includes('locked');
    if (!locked)
      throw refuse(
        'store-directory-unwritable',
        `the data directory ${directory} cannot be locked: ${reasonOf(cause)}`,
        'choose another directory',
        cause,
      );
    throw refuse(
      'store-directory-in-use',
      `the data directory ${directory} is in use by another server`,
      'stop the other server or choose another directory',
      cause,
    );
  }
  const held = lock;
  return {
    release: () => {
      held.close();
    },
  };
};
