import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecutionId } from '@switchyard/contracts';
import { isSortableId, type Millis } from '@switchyard/kernel';
import { keepJson, readJson } from '../durable-file.js';
import type { Found } from './remote-refs.js';

/** What was laid down in one folder. */
export interface Laid {
  /** Which source. */
  source: string;
  found: Found;
  /** Files that still have to be moved there are below this folder. */
  from?: string;
}

interface Notes {
  /** What each source was when the first step looked. */
  commits: Record<string, Found>;
  places: Record<string, Laid>;
}

/** Longer than any execution waits for anybody. */
const keptMs: Millis = 60 * 86_400_000;

/** What this connector knows of the sources of executions: all steps of one get the same commit, and files are laid down once. */
export class ExecutionNotes {
  constructor(private readonly folder: string) {}

  async read(id: ExecutionId): Promise<Notes> {
    return readJson<Notes>(this.fileOf(id)) ?? { commits: {}, places: {} };
  }

  async keepCommit(id: ExecutionId, source: string, found: Found): Promise<void> {
    const notes = await this.read(id);
    await this.write(id, { ...notes, commits: { ...notes.commits, [source]: found } });
  }

  async keepPlace(id: ExecutionId, place: string, laid: Laid): Promise<void> {
    const notes = await this.read(id);
    await this.write(id, { ...notes, places: { ...notes.places, [place]: laid } });
  }

  /** Forgets executions that ended long ago. */
  async prune(now: Millis): Promise<void> {
    for (const name of await readdir(this.folder)) {
      const path = join(this.folder, name);
      const facts = await stat(path).catch(() => undefined);
      if (facts && now - facts.mtimeMs > keptMs) await rm(path, { force: true });
    }
  }

  private write(id: ExecutionId, notes: Notes): Promise<void> {
    return keepJson(this.fileOf(id), notes);
  }

  private fileOf(id: ExecutionId): string {
    if (!isSortableId(id)) throw new Error('no id of an execution');
    return join(this.folder, `${id}.json`);
  }
}
