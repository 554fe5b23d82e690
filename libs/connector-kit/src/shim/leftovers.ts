import { type Millis, sleep } from '@switchyard/kernel';
import { readdirSync, readFileSync } from 'node:fs';
import { type CgroupPlace, destroyCgroup } from './cgroup.js';
import { cookieName } from './job-text.js';

const patienceMs: Millis = 10_000;

interface Process {
  pid: number;
  parent: number;
  session: number;
  zombie: boolean;
}

/** The fields that follow the name, which stands in brackets and may hold anything. */
const processIn = (pid: number, stat: string): Process => {
  const [state, parent, , session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { pid, parent: Number(parent), session: Number(session), zombie: state === 'Z' || state === 'X' };
};

/** Synchronous: these files are in memory, and a machine has many. */
const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
};

/** 0 when it has gone. */
export const parentOf = (pid: number): number => processIn(pid, textOf(`/proc/${String(pid)}/stat`)).parent || 0;

const everyProcess = (): Process[] =>
  readdirSync('/proc')
    .map(Number)
    .filter(pid => pid > 1 && pid !== process.pid)
    .map(pid => processIn(pid, textOf(`/proc/${String(pid)}/stat`)))
    .filter(({ zombie, parent }) => !zombie && parent > 0);

/**
 * What is left of the step of that job directory, wherever it went: processes that were started with its cookie,
 * are in the session of its command, or descend from one of those. A process that cleans its environment, leaves the
 * session and outlives its parents is found only through a cgroup, or by a native shim.
 */
export const processesOf = (directory: string, session = -1): number[] => {
  const cookie = Buffer.from(`${cookieName}=${directory}`).toString('latin1');
  const all = everyProcess();
  const carries = (pid: number) =>
    textOf(`/proc/${String(pid)}/environ`)
      .split('\0')
      .includes(cookie);
  const found = new Set(all.filter(one => one.session === session || carries(one.pid)).map(({ pid }) => pid));
  for (let before = 0; before !== found.size;) {
    before = found.size;
    for (const { pid, parent } of all) if (found.has(parent)) found.add(pid);
  }
  return [...found];
};

/** The names below `root` whose steps have processes that carry their cookie. */
export const stepsAliveBelow = (root: string): string[] => {
  const cookie = Buffer.from(`${cookieName}=${root}/`).toString('latin1');
  const names = everyProcess().flatMap(({ pid }) => {
    const found = textOf(`/proc/${String(pid)}/environ`)
      .split('\0')
      .find(variable => variable.startsWith(cookie));
    return found === undefined ? [] : [Buffer.from(found.slice(cookie.length), 'latin1').toString()];
  });
  return [...new Set(names)].filter(name => name !== '' && !name.includes('/'));
};

/** Sends a signal to those that are still there. */
export const signalAll = (pids: readonly number[], signal: NodeJS.Signals): void => {
  for (const pid of pids)
    try {
      process.kill(pid, signal);
    } catch {
      // It has gone by itself, or belongs to somebody else now.
    }
};

/** Ends everything that is left of a step; `false` when something would not die. */
export const killLeftovers = async (directory: string, cgroup?: CgroupPlace, session?: number): Promise<boolean> => {
  const emptied = !cgroup || (await destroyCgroup(cgroup));
  const giveUpAt = performance.now() + patienceMs;
  while (performance.now() < giveUpAt) {
    const left = processesOf(directory, session);
    if (left.length === 0) return emptied;
    signalAll(left, 'SIGKILL');
    await sleep(5);
  }
  return false;
};
