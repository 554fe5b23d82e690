import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AttemptId, ExecutionId, Hold, StepScene } from '@switchyard/contracts';
import { holdSuffix, scenesSuffix } from '@switchyard/contracts/scene';
import { exit, Stop } from '../exit.js';

/** A step that left its scene on this machine. */
export interface Found {
  scene: StepScene;
  /** The folder of the connector's workspaces. */
  folder: string;
}

const read = async <T>(path: string): Promise<T | undefined> => {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as T;
  } catch {
    return undefined;
  }
};

/** Data directories of the connectors of a platform on this machine. */
export const connectorsIn = async (data: string): Promise<string[]> => {
  const above = join(data, 'connectors');
  return (await readdir(above).catch(() => [])).map(name => join(above, name));
};

/** The scene of an attempt, in whichever of these data directories of connectors it is. */
export const findScene = async (
  directories: readonly string[],
  execution: ExecutionId,
  attempt: AttemptId,
): Promise<Found | undefined> => {
  for (const directory of directories) {
    const folder = join(directory, 'workspaces');
    const scene = await read<StepScene>(join(folder, `${execution}${scenesSuffix}`, `${attempt}.json`));
    const isThere = scene && (await stat(scene.workspace).catch(() => undefined));
    if (scene && isThere) return { scene, folder };
  }
  return undefined;
};

/** Lets nobody remove the workspace until then. @throws Stop when somebody else holds it */
export const hold = async ({ scene, folder }: Found, until: number): Promise<{ release(): Promise<void> }> => {
  const path = join(folder, `${scene.executionId}${holdSuffix}`);
  const other = await read<Hold>(path);
  if (other && isLive(other))
    throw new Stop(exit.badInput, `somebody looks at that workspace already, until ${clockOf(other.until)}`, [
      `the process is ${other.pid}`,
    ]);
  await rm(path, { force: true });
  const note: Hold = { v: 1, attemptId: scene.attemptId, until, pid: process.pid };
  await writeFile(path, JSON.stringify(note), { mode: 0o600, flag: 'wx' });
  return { release: () => rm(path, { force: true }) };
};

/** What is held now on a platform's machine, by attempt. */
export const heldIn = async (data: string): Promise<ReadonlyMap<AttemptId, Hold>> => {
  const held = new Map<AttemptId, Hold>();
  for (const directory of await connectorsIn(data)) {
    const folder = join(directory, 'workspaces');
    const names = (await readdir(folder).catch(() => [])).filter(name => name.endsWith(holdSuffix));
    for (const name of names) {
      const one = await read<Hold>(join(folder, name));
      if (one && isLive(one)) held.set(one.attemptId, one);
    }
  }
  return held;
};

const isLive = ({ until, pid }: Hold): boolean => {
  if (until <= Date.now()) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** Such as `10:30:05`, of this machine. */
export const clockOf = (at: number): string => new Date(at).toTimeString().slice(0, 8);

export const heldSentence = ({ until, pid }: Hold): string =>
  `held for somebody with a shell in it until ${clockOf(until)} (process ${pid})`;
