import {
  closeSync,
  constants,
  fsyncSync,
  ftruncateSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { constants as system } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type JobOrder } from './job-text.js';

/** Numbers and words of a record; `undefined` is left out. */
export type Fields = Record<string, string | number | undefined>;

const textOf = (fields: Fields): string =>
  Object.entries(fields)
    .flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${String(value)}\n`]))
    .join('');

const syncDirectory = (directory: string): void => {
  const handle = openSync(directory, 'r');
  fsyncSync(handle);
  closeSync(handle);
};

/** Overwrites in place: space that the file has stays its own. */
const writeDurably = (path: string, text: string): void => {
  const file = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  try {
    ftruncateSync(file, writeSync(file, text, 0));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};

const afterName = (stat: string): string[] => stat.slice(stat.lastIndexOf(')') + 2).split(' ');

/** `false`: another shim has this directory. */
export const claimStart = (directory: string, job: JobOrder, control: string): boolean => {
  const fresh = join(directory, `started.${String(process.pid)}`);
  const fields: Fields = {
    pid: process.pid,
    start: afterName(readFileSync('/proc/self/stat', 'latin1'))[19],
    boot: readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim(),
    at: Date.now(),
    control,
    headBytes: job.headBytes,
    tailBytes: job.tailBytes,
    graceMs: job.graceMs,
    ...(job.cgroup && { [job.cgroup.kind]: job.cgroup.path, pids: job.cgroup.pids }),
  };
  try {
    writeDurably(fresh, textOf(fields));
    linkSync(fresh, join(directory, 'started'));
    syncDirectory(directory);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    unlinkSync(fresh);
  }
};

/** Takes the disk space of the outcome while there is some. */
export const reserveOutcome = (directory: string): void => {
  writeFileSync(join(directory, 'outcome.new'), Buffer.alloc(4096), { mode: 0o600 });
};

/** A full disk must not cost the exit code: there is room set aside, and failing that it waits for room, ten minutes at most. */
export const writeOutcome = async (directory: string, fields: Fields): Promise<void> => {
  const fresh = join(directory, 'outcome.new');
  for (let tries = 0; tries < 3_000; tries += 1)
    try {
      writeDurably(fresh, textOf(fields));
      renameSync(fresh, join(directory, 'outcome'));
      return syncDirectory(directory);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      await pause(200);
    }
};

/** The number the kernel has for an error name. */
export const errnoOf = (name: string | undefined): number | undefined =>
  Object.entries(system.errno).find(([key]) => key === name)?.[1];
