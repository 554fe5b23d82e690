import { constants, lstatSync, mkdirSync } from 'node:fs';
import { chmod, cp, lstat, mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type AttemptId, type ExecutionId, type Grant, isAttemptId, type WorkspaceFacts } from '@switchyard/contracts';
import { isSortableId, type Millis, reach, reasonOf } from '@switchyard/kernel';
import type { Ending } from './connector.js';
import { readJson } from './durable-file.js';
import { isHeld, removeScenes } from './scene/scenes.js';
import type { Knowledge } from './workspace/changes.js';
import type { KeptWorkspaces } from './workspace/kept-workspaces.js';
import { checkQuota, type Quota } from './workspace/quota.js';
import { notesOf } from './workspace/shared-workspace.js';
import { weigh, type Weight } from './workspace/weigh.js';

const [unfinished, own] = ['.unfinished', '.own'];
/** No step waits longer for its end. */
const judgeWithinMs: Millis = 5_000;

const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

const isCopied = (facts: { isFile(): boolean; isDirectory(): boolean; isSymbolicLink(): boolean }): boolean =>
  facts.isFile() || facts.isDirectory() || facts.isSymbolicLink();

/** One folder per execution, shared by its steps on this connector. */
export class Workspaces {
  private readonly making = new Map<ExecutionId, Promise<string>>();

  private constructor(
    private readonly directory: string,
    private readonly kept?: KeptWorkspaces,
    private readonly quota: Quota = { bytes: 0 },
  ) {}

  /** @param kept what goes when a workspace of several machines does */
  static async open(dataDirectory: string, kept?: KeptWorkspaces, quota?: Quota): Promise<Workspaces> {
    const directory = join(dataDirectory, 'workspaces');
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const halfMade = (await readdir(directory)).filter(name => name.endsWith(unfinished));
    await Promise.all(halfMade.map(name => rm(join(directory, name), { recursive: true, force: true })));
    return new Workspaces(directory, kept, quota);
  }

  /** Makes it when it is not there: as a copy of another one's that is still here, or empty. */
  make(id: ExecutionId, copyOf?: ExecutionId): Promise<string> {
    const made =
      this.making.get(id) ??
      this.begin(id, copyOf).finally(() => this.making.get(id) === made && this.making.delete(id));
    this.making.set(id, made);
    return made;
  }

  /** An empty one for one attempt alone; it goes with the others of its execution. */
  async makeOwn(id: ExecutionId, attempt: AttemptId): Promise<string> {
    const path = join(this.directory, `${id}${own}`, attempt);
    mkdirSync(path, { recursive: true });
    return path;
  }

  private async begin(id: ExecutionId, copyOf: ExecutionId | undefined): Promise<string> {
    const path = join(this.directory, id);
    const wanted = copyOf !== undefined && isSortableId(copyOf) && !isThere(path) ? copyOf : undefined;
    if (wanted !== undefined) await this.copy(join(this.directory, wanted), path);
    mkdirSync(path, { recursive: true });
    reach('connector.workspace.made');
    return path;
  }

  /** Whole or not at all: what is removed meanwhile leaves nothing. Pipes and sockets belong to processes and stay. */
  private async copy(from: string, path: string): Promise<void> {
    const half = `${path}${unfinished}`;
    try {
      await cp(from, half, {
        recursive: true,
        preserveTimestamps: true,
        verbatimSymlinks: true,
        mode: constants.COPYFILE_FICLONE,
        filter: async source => isCopied(await lstat(source)),
      });
      await rename(half, path);
    } catch (error) {
      await rm(half, { recursive: true, force: true });
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }

  async list(): Promise<ExecutionId[]> {
    const names = (await readdir(this.directory)).map(name => name.replace(/\.(own|shared|scenes|hold)$/, ''));
    return [...new Set(names)].filter(isSortableId) as ExecutionId[];
  }

  /** Every folder that lies here, of one execution or of all, the newest executions first. */
  async folders(of?: ExecutionId): Promise<(Pick<WorkspaceFacts, 'executionId' | 'attemptId'> & { path: string })[]> {
    const ids = of === undefined ? (await this.list()).sort().reverse() : [of];
    const found = await Promise.all(
      ids.map(async executionId => {
        const path = join(this.directory, executionId);
        const attempts = (await readdir(`${path}${own}`).catch(() => [])).filter(isAttemptId) as AttemptId[];
        return [
          ...((await lstat(path).catch(() => undefined)) ? [{ executionId, path }] : []),
          ...attempts.map(attemptId => ({ executionId, attemptId, path: join(`${path}${own}`, attemptId) })),
        ];
      }),
    );
    return found.flat();
  }

  /**
   * The end of a step that leaves more than a workspace may hold is a failure. Of one that travels that is looked at when
   * it is kept; a count that takes too long is given up.
   */
  async judge(ending: Ending, { keepWorkspace = false }: Grant, path: string): Promise<Ending> {
    if (this.quota.bytes === 0 || keepWorkspace || ending.failure !== undefined) return ending;
    const weight = await weigh(path, performance.now() + judgeWithinMs);
    try {
      if (weight) checkQuota(this.quota, weight);
      return ending;
    } catch (error) {
      const { exitCode: _, ...rest } = ending;
      return { ...rest, kind: 'failed', failure: 'user', reason: reasonOf(error) };
    }
  }

  /** What lies in a folder; nothing when there was no time to count. */
  async weigh(path: string, until: Millis): Promise<Partial<Weight>> {
    return (await weigh(path, until)) ?? {};
  }

  /** Never follows links out. Folders that a step made read-only are opened first. One that is held stays. */
  async remove(id: ExecutionId): Promise<void> {
    if (!isSortableId(id) || isHeld(join(this.directory, id), Date.now())) return;
    reach('connector.workspace.beforeRemove');
    const path = join(this.directory, id);
    for (const one of [path, `${path}${own}`]) await removeWhole(one);
    await removeScenes(path);
    await this.forget(id, notesOf(path));
    reach('connector.workspace.afterRemove');
  }

  /** The notes go last: while they are there, the next beat names it again. */
  private async forget(id: ExecutionId, notes: string): Promise<void> {
    const knowledge = readJson<Knowledge>(notes);
    if (knowledge === undefined) return;
    await this.kept?.remove(knowledge.project, id);
    await rm(notes, { force: true });
  }
}

/** Most steps leave nothing in their workspace, or have none of their own. */
const removeWhole = async (path: string): Promise<void> => {
  if (!isThere(path) || (await isRemovedEmpty(path))) return;
  await rm(path, { recursive: true, force: true }).catch(async () => {
    await makeWritable(path);
    await rm(path, { recursive: true, force: true });
  });
};

const isRemovedEmpty = (path: string): Promise<boolean> =>
  rmdir(path).then(
    () => true,
    () => false,
  );

const makeWritable = async (path: string): Promise<void> => {
  const facts = await lstat(path).catch(() => undefined);
  if (!facts?.isDirectory()) return;
  await chmod(path, 0o700);
  for (const name of await readdir(path)) await makeWritable(join(path, name));
};
