import { sleep } from '@switchyard/kernel';
import { readdir, readFile } from 'node:fs/promises';
import { type CgroupPlace, destroyCgroup } from './cgroup.js';
import { cookieName } from './job-text.js';

const rounds = 200;

/** Processes that carry the cookie of that job directory in the environment they were started with. */
export const processesOf = async (directory: string): Promise<number[]> => {
  const cookie = `${cookieName}=${directory}`;
  const pids = (await readdir('/proc')).map(Number).filter(pid => pid > 0 && pid !== process.pid);
  const found: number[] = [];
  for (const pid of pids) {
    const environment = await readFile(`/proc/${String(pid)}/environ`, 'utf8').catch(() => '');
    if (environment.split('\0').includes(cookie)) found.push(pid);
  }
  return found;
};

/** Ends everything that is left of a step whose shim is dead. */
export const killLeftovers = async (directory: string, cgroup: CgroupPlace | undefined): Promise<void> => {
  if (cgroup) await destroyCgroup(cgroup);
  for (let round = 0; round < rounds; round += 1) {
    const left = await processesOf(directory);
    if (left.length === 0) return;
    for (const pid of left)
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has gone by itself, or belongs to somebody else now.
      }
    await sleep(5);
  }
};
