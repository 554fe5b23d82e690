import type { BlobStore } from '@switchyard/blobs';
import { checkKey } from '@switchyard/blobs';
import { Fault } from '@switchyard/kernel';
import type { Delta } from './changes.js';

/** More than a tree of a million files; so much is held in memory. */
const largestDelta = 256 * 1_048_576;

/** What steps left in the workspace of one execution, in the blob store. */
export class KeptWorkspaces {
  constructor(private readonly blobs: BlobStore) {}

  /** Names of the deltas of an execution, in order. */
  async names(project: string, execution: string): Promise<string[]> {
    const folder = `${folderOf(project, execution)}deltas/`;
    const names: string[] = [];
    for await (const { key } of this.blobs.list(folder)) names.push(key.slice(folder.length));
    return names.sort();
  }

  async delta(project: string, execution: string, name: string): Promise<Delta> {
    const key = `${folderOf(project, execution)}deltas/${name}`;
    const found = await this.blobs.get(key);
    if (!found || found.facts.bytes > largestDelta) throw lost(key);
    const parts: Uint8Array[] = [];
    for await (const part of found.body) parts.push(part);
    return JSON.parse(Buffer.concat(parts).toString()) as Delta;
  }

  /** The deltas come last: whoever reads one finds all that it speaks of. */
  async keep(project: string, execution: string, name: string, delta: Delta): Promise<void> {
    const bytes = Buffer.from(JSON.stringify(delta));
    await this.blobs.put(`${folderOf(project, execution)}deltas/${name}`, one(bytes));
  }

  async keepPack(
    project: string,
    execution: string,
    pack: string,
    body: AsyncIterable<Uint8Array>,
    signal: AbortSignal,
  ): Promise<void> {
    await this.blobs.put(`${folderOf(project, execution)}packs/${pack}`, body, { signal });
  }

  async pack(
    project: string,
    execution: string,
    pack: string,
    range: { from: number; to: number },
    signal: AbortSignal,
  ): Promise<AsyncIterable<Uint8Array>> {
    const key = checkKey(`${folderOf(project, execution)}packs/${pack}`);
    const found = await this.blobs.get(key, range, signal);
    if (!found) throw lost(key);
    return found.body;
  }

  /** Harmless where there is nothing. */
  async remove(project: string, execution: string): Promise<void> {
    const keys: string[] = [];
    for await (const { key } of this.blobs.list(folderOf(project, execution))) keys.push(key);
    for (const key of keys) await this.blobs.remove(key);
  }
}

const folderOf = (project: string, execution: string): string => `${project}/workspaces/${execution}/`;

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const lost = (key: string): Fault =>
  new Fault({
    code: 'workspace-lost',
    message: `what an earlier step left is not in the blob store any more: ${key}`,
    blame: 'platform',
    retry: false,
    suggestions: ['run the execution again'],
  });
