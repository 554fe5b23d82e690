import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault, reasonOf } from '@switchyard/kernel';

/**
 * Takes a data directory for this process. A lock of a process that is gone is taken over.
 * @returns releases it.
 * @throws Fault `directory-taken` or `directory-not-writable`
 */
export const lockDirectory = async (directory: string): Promise<() => Promise<void>> => {
  const path = join(directory, 'lock');
  const mine = await identityOf(process.pid);
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await claim(path, mine, directory);
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    const message = `the data directory ${directory} cannot be written: ${reasonOf(cause)}`;
    throw new Fault({
      code: 'directory-not-writable',
      message,
      blame: 'platform',
      retry: false,
      suggestions: ['choose another data directory'],
      cause,
    });
  }
  return () => rm(path, { force: true });
};

const claim = async (path: string, mine: string, directory: string): Promise<void> => {
  for (;;) {
    const taken = await writeFile(path, mine, { flag: 'wx' }).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
        return false;
      },
    );
    if (taken) return;
    const holder = await readFile(path, 'utf8').catch(() => '');
    const [pid] = holder.split(' ');
    if (holder && holder !== mine && (await identityOf(Number(pid))) === holder)
      throw new Fault({
        code: 'directory-taken',
        message: `the data directory ${directory} is used by process ${pid}`,
        blame: 'platform',
        retry: false,
        suggestions: ['stop that process, or choose another data directory'],
      });
    await rm(path, { force: true });
  }
};

/** A pid alone may have been given to another process since. */
export const identityOf = async (pid: number): Promise<string> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const startTime = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  return `${pid} ${startTime}`;
};
