import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hierarchiesIn, ownGroup, readOr } from './hierarchies.js';

/**
 * The group below which groups can be made that limit how many processes they hold: that of the steps itself where
 * the controller is, or can be, switched on for those below it; else this process's own in the v1 hierarchy.
 */
export const processLimitBelow = async (steps: { kind: string; path: string }): Promise<string | undefined> => {
  const candidates = [
    steps.kind === 'cgroup2' && (await isSwitchedOn(steps.path)) ? steps.path : undefined,
    await v1(),
  ];
  for (const path of candidates) if (path !== undefined && (await limits(path))) return path;
  return undefined;
};

const words = async (path: string): Promise<string[]> => (await readOr(path)).trim().split(' ');

const isSwitchedOn = async (path: string): Promise<boolean> => {
  const control = join(path, 'cgroup.subtree_control');
  if ((await words(control)).includes('pids')) return true;
  // Only the root may both hold processes and hand a controller down; it is the one group without a type.
  const isRoot = (await readOr(join(path, 'cgroup.type'))) === '';
  if (!isRoot || !(await words(join(path, 'cgroup.controllers'))).includes('pids')) return false;
  return writeFile(control, '+pids', { flag: 'r+' }).then(
    () => true,
    () => false,
  );
};

const v1 = async (): Promise<string | undefined> => {
  const [mountinfo, membership] = await Promise.all([readOr('/proc/self/mountinfo'), readOr('/proc/self/cgroup')]);
  const hierarchy = hierarchiesIn(mountinfo, 'pids').find(({ kind }) => kind === 'pids');
  return hierarchy && ownGroup(hierarchy, membership);
};

/** Makes a group, limits it, removes it: the only proof that counts. */
const limits = async (path: string): Promise<boolean> => {
  const probe = join(path, `switchyard-probe-${randomUUID()}`);
  try {
    await mkdir(probe);
    await writeFile(join(probe, 'pids.max'), '16', { flag: 'r+' });
    return true;
  } catch {
    return false;
  } finally {
    await rmdir(probe).catch(() => undefined);
  }
};

/** How often a process was refused in that group; `undefined` when never. */
export const refusedIn = (pids: string): number | undefined => {
  try {
    const [, times] = /^max (\d+)/m.exec(readFileSync(join(pids, 'pids.events'), 'latin1')) ?? [];
    return Number(times) || undefined;
  } catch {
    return undefined;
  }
};
