import { sleep } from '@switchyard/kernel';
import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, rmdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { hierarchiesIn, ownGroup, readOr } from './hierarchies.js';
import { processLimitBelow } from './process-limit.js';

/** `cgroup2` is killed by one write; a v1 `freezer` is frozen, killed member by member and thawed. */
export type CgroupKind = 'cgroup2' | 'freezer';

/** A control group: of one step, or the one below which those of steps may be made. */
export interface CgroupPlace {
  kind: CgroupKind;
  path: string;
  /** Where the number of processes is limited; the same path where that group can do it, absent where none can. */
  pids?: string;
}

/** The group and those below it, deepest first: a step may have made some. */
const withGroupsBelow = async (path: string): Promise<string[]> => {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  const below = entries.filter(entry => entry.isDirectory()).map(entry => withGroupsBelow(join(path, entry.name)));
  return [...(await Promise.all(below)).flat(), path];
};

const killMembers = async (path: string): Promise<void> => {
  for (const pid of (await readOr(join(path, 'cgroup.procs'))).split('\n').map(Number).filter(Boolean))
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has gone by itself.
    }
};

/** Kills every member. Whoever calls repeats it until the group can be removed. */
const killCgroup = async ({ kind, path }: CgroupPlace): Promise<void> => {
  const put = (file: string, text: string) =>
    writeFile(join(path, file), text, { flag: 'r+' }).then(
      () => true,
      () => false,
    );
  if (kind === 'cgroup2' && (await put('cgroup.kill', '1'))) return;
  if (kind === 'freezer') await put('freezer.state', 'FROZEN');
  for (const group of await withGroupsBelow(path)) await killMembers(group);
  if (kind === 'freezer') await put('freezer.state', 'THAWED');
};

/** Kills what is in it and removes it; `false` when something in it would not die within `patienceMs`. */
export const destroyCgroup = async (place: CgroupPlace, patienceMs = 10_000): Promise<boolean> => {
  const destroyed = await destroyGroup(place, patienceMs);
  if (place.pids === undefined || place.pids === place.path) return destroyed;
  // Its members were those of the other group.
  return (await destroyGroup({ kind: 'cgroup2', path: place.pids }, patienceMs)) && destroyed;
};

const destroyGroup = async (place: CgroupPlace, patienceMs: number): Promise<boolean> => {
  for (let waited = 0; ; waited += 5) {
    const error = await rmdir(place.path).catch((thrown: NodeJS.ErrnoException) => thrown);
    if (!error || error.code === 'ENOENT') return true;
    if (waited > patienceMs) return false;
    await killCgroup(place);
    await sleep(5);
    for (const group of await withGroupsBelow(place.path)) await rmdir(group).catch(() => undefined);
  }
};

/** Makes a group, kills a child in it, removes it: the only proof that counts. */
const works = async (parent: CgroupPlace): Promise<boolean> => {
  const probe = { ...parent, path: join(parent.path, `switchyard-probe-${randomUUID()}`) };
  try {
    await mkdir(probe.path);
  } catch {
    return false;
  }
  const child = spawn('sleep', ['60'], { stdio: 'ignore', env: {} });
  const gone = Promise.race([once(child, 'exit'), once(child, 'error')]);
  const enough = new AbortController();
  try {
    if (child.pid === undefined) return false;
    await writeFile(join(probe.path, 'cgroup.procs'), String(child.pid), { flag: 'r+' });
    await killCgroup(probe);
    return await Promise.race([gone.then(() => true), sleep(2_000, enough.signal).then(() => false)]);
  } catch {
    return false;
  } finally {
    enough.abort();
    child.kill('SIGKILL');
    await gone.catch(() => undefined);
    await destroyCgroup(probe, 1_000);
  }
};

/** Every group below which this process may make, kill and remove groups, best first. */
export const usableCgroups = async (): Promise<CgroupPlace[]> => {
  const membership = await readOr('/proc/self/cgroup');
  const places = hierarchiesIn(await readOr('/proc/self/mountinfo'), 'freezer').flatMap((hierarchy): CgroupPlace[] => {
    const path = ownGroup(hierarchy, membership);
    return path === undefined ? [] : [{ kind: hierarchy.kind, path }];
  });
  const proved = await Promise.all(places.map(works));
  return Promise.all(places.filter((_, index) => proved[index]).map(withProcessLimit));
};

const withProcessLimit = async (place: CgroupPlace): Promise<CgroupPlace> => {
  const pids = await processLimitBelow(place);
  return pids === undefined ? place : { ...place, pids };
};

/** The best of them; `undefined` where cgroups cannot be written. */
export const detectCgroup = async (): Promise<CgroupPlace | undefined> => (await usableCgroups())[0];

/** Attempt ids are shorter; the whole name of a group is to stay below 255 bytes. */
const longestName = 128;
const prefix = 'switchyard-';
const uniqueLength = 12;

/** The group of the step that runs in `directory`. */
export const cgroupOf = (parent: CgroupPlace, directory: string): CgroupPlace => {
  const readable = basename(directory)
    .replace(/[^A-Za-z0-9_.-]/g, '_')
    .slice(0, longestName);
  const unique = createHash('sha256').update(directory).digest('hex').slice(0, uniqueLength);
  const name = `${prefix}${readable}-${unique}`;
  const pids = parent.pids === undefined ? {} : { pids: join(parent.pids, name) };
  return { kind: parent.kind, path: join(parent.path, name), ...pids };
};

/** The names below `root` for which there is a group of a step, or was one that nobody removed. */
export const stepsGroupedBelow = async (parent: CgroupPlace, root: string): Promise<string[]> => {
  const places = new Set([parent.path, parent.pids ?? parent.path]);
  const groups = await Promise.all([...places].map(place => readdir(place).catch(() => [])));
  const stepOf = (group: string) => group.slice(prefix.length, -uniqueLength - 1);
  return [...new Set(groups.flat())]
    .filter(group => group.startsWith(prefix) && stepOf(group) !== '')
    .filter(group => cgroupOf(parent, join(root, stepOf(group))).path === join(parent.path, group))
    .map(stepOf);
};
