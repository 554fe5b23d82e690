import { chmod, lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecutionId } from '@switchyard/contracts';
import { isSortableId, reach } from '@switchyard/kernel';

/** One folder per execution, shared by its steps on this connector. */
export class Workspaces {
  private constructor(private readonly directory: string) {}

  static async open(dataDirectory: string): Promise<Workspaces> {
    const directory = join(dataDirectory, 'workspaces');
    await mkdir(directory, { recursive: true, mode: 0o700 });
    return new Workspaces(directory);
  }

  /** Makes it when it is not there. */
  async make(id: ExecutionId): Promise<string> {
    const path = join(this.directory, id);
    await mkdir(path, { recursive: true });
    reach('connector.workspace.made');
    return path;
  }

  async list(): Promise<ExecutionId[]> {
    return (await readdir(this.directory)).filter(isSortableId) as ExecutionId[];
  }

  /** Never follows links out. Folders that a step made read-only are opened first. */
  async remove(id: ExecutionId): Promise<void> {
    if (!isSortableId(id)) return;
    reach('connector.workspace.beforeRemove');
    const path = join(this.directory, id);
    await rm(path, { recursive: true, force: true }).catch(async () => {
      await makeWritable(path);
      await rm(path, { recursive: true, force: true });
    });
    reach('connector.workspace.afterRemove');
  }
}

const makeWritable = async (path: string): Promise<void> => {
  const facts = await lstat(path).catch(() => undefined);
  if (!facts?.isDirectory()) return;
  await chmod(path, 0o700);
  for (const name of await readdir(path)) await makeWritable(join(path, name));
};
