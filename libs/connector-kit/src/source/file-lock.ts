import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { type Millis, sleep, unlessAborted } from '@switchyard/kernel';
import { identityOf } from '../directory-lock.js';

const lookAgainMs: Millis = 100;

const waiting = new Map<string, Promise<void>>();

/**
 * Runs work while nobody else, in this process or in another one of this machine, does under the same path. The lock of
 * a process that is gone is taken over.
 */
export const locked = async <Value>(path: string, signal: AbortSignal, work: () => Promise<Value>): Promise<Value> => {
  const before = waiting.get(path) ?? Promise.resolve();
  const turn = before.then(() => held(path, signal, work));
  const over = turn.then(
    () => undefined,
    () => undefined,
  );
  waiting.set(path, over);
  turn.catch(() => undefined);
  try {
    // Who does not want it any more need not wait for its turn; the turn itself then gives it on at once.
    return await unlessAborted(turn, signal);
  } finally {
    void over.then(() => waiting.get(path) === over && waiting.delete(path));
  }
};

const held = async <Value>(path: string, signal: AbortSignal, work: () => Promise<Value>): Promise<Value> => {
  const mine = await identityOf(process.pid);
  while (!(await taken(path, mine))) {
    signal.throwIfAborted();
    await sleep(lookAgainMs, signal);
  }
  try {
    signal.throwIfAborted();
    return await work();
  } finally {
    await rm(path, { force: true });
  }
};

const taken = async (path: string, mine: string): Promise<boolean> => {
  const made = await writeFile(path, mine, { flag: 'wx', mode: 0o600 }).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false;
      throw error;
    },
  );
  if (made) return true;
  const holder = await readFile(path, 'utf8').catch(() => '');
  // One that was just made has nothing in it yet.
  if (holder === '' || (holder !== mine && (await isAlive(holder)))) return false;
  await putAway(path, holder);
  return false;
};

export const isAlive = async (identity: string): Promise<boolean> => {
  const [pid = ''] = identity.split(' ');
  return (await identityOf(Number(pid))) === identity && !identity.endsWith(' ');
};

/** Two may find the same holder gone: what one of them has taken since then, the other gives back. */
const putAway = async (path: string, holder: string): Promise<void> => {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
    if ((await readFile(aside, 'utf8')) === holder) await rm(aside, { force: true });
    else await rename(aside, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
};
