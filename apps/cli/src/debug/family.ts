import { readdir, readFile } from 'node:fs/promises';

/** A process and all that it started, and they, as far as this machine tells. */
export const familyOf = async (pid: number): Promise<number[]> => {
  const parents = new Map<number, number[]>();
  for (const name of (await readdir('/proc').catch(() => [])).filter(one => /^\d+$/.test(one))) {
    const text = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    // The name of the program stands in brackets, and may hold any.
    const parent = Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]);
    parents.set(parent, [...(parents.get(parent) ?? []), Number(name)]);
  }
  const family = [pid];
  for (const one of family) family.push(...(parents.get(one) ?? []));
  return family;
};

export const signalAll = (pids: readonly number[], signal: NodeJS.Signals): void => {
  for (const pid of pids)
    try {
      process.kill(pid, signal);
    } catch {
      // Gone by itself.
    }
};
