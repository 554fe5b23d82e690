import { createHash } from 'node:crypto';
import { closeSync, fstatSync, read as readCallback, type Stats } from 'node:fs';
import { promisify } from 'node:util';
import { type Entry, Tree, walk } from '@switchyard/blobs';
import type { Found, Item, Seen } from './changes.js';

const read = promisify(readCallback);
const chunkBytes = 262_144;
/** A pack is closed when it is so large; a larger file has one of its own. */
const packBytes = 67_108_864;

/** What this process writes before it gives it its name; a crash may leave it. */
const halfWritten = /^\.yard-[0-9a-f-]{36}$/;

export interface LookedAt {
  found: Found[];
  files: number;
  bytes: number;
}

/** All that lies in a workspace, but what belongs to processes: pipes, sockets, devices. */
export const lookAt = async (root: string, signal?: AbortSignal): Promise<LookedAt> => {
  const looked: LookedAt = { found: [], files: 0, bytes: 0 };
  const visit = (entry: Entry): true => {
    const found = halfWritten.test(entry.name) ? undefined : foundOf(entry);
    if (found) looked.found.push(found);
    if (entry.kind === 'file') {
      looked.files += 1;
      looked.bytes += entry.facts.size;
    }
    return true;
  };
  await walk<true>(root, true, visit, signal);
  return looked;
};

export const seenOf = ({ size, mtimeMs, ctimeMs, ino }: Stats): Seen => ({
  bytes: size,
  mtime: mtimeMs,
  ctime: ctimeMs,
  inode: ino,
});

const foundOf = ({ path, kind, facts, folder, name }: Entry): Found | undefined => {
  const mode = facts.mode & 0o777;
  if (kind === 'file') return { path, kind, mode, seen: seenOf(facts) };
  if (kind === 'folder') return { path, kind, mode };
  return kind === 'link' ? { path, kind, target: folder.link(name) } : undefined;
};

type FileFound = Extract<Found, { kind: 'file' }>;
type FileItem = Extract<Item, { kind: 'file' }>;

/** Reads files without following links; one that is gone meanwhile has no bytes. */
export class WorkspaceReader {
  private readonly tree: Tree;

  constructor(root: string) {
    this.tree = Tree.open(root);
  }

  /** @returns undefined for a file that is gone */
  async sha256(path: string): Promise<string | undefined> {
    const hash = createHash('sha256');
    const isThere = await this.each(path, chunk => hash.update(chunk));
    return isThere ? hash.digest('hex') : undefined;
  }

  /**
   * The bytes of files one behind the other, as large as a pack may be. What was read is what counts: a step beside
   * this one may change a file at any time.
   * @param files those that are taken are removed from its front
   * @param taken hears what each became
   */
  async *pack(files: FileFound[], pack: string, taken: (path: string, item: FileItem) => void): AsyncGenerator<Buffer> {
    let from = 0;
    for (let file = files.shift(); file; file = from < packBytes ? files.shift() : undefined) {
      const hash = createHash('sha256');
      let bytes = 0;
      const fd = this.open(file.path);
      if (fd === undefined) continue;
      try {
        for await (const chunk of chunksOf(fd)) {
          hash.update(chunk);
          bytes += chunk.length;
          yield chunk;
        }
      } finally {
        closeSync(fd);
      }
      const { mode, seen } = file;
      taken(file.path, { kind: 'file', mode, mtime: seen.mtime, bytes, sha256: hash.digest('hex'), pack, from });
      from += bytes;
    }
  }

  close(): void {
    this.tree.close();
  }

  private async each(path: string, hear: (chunk: Buffer) => void): Promise<boolean> {
    const fd = this.open(path);
    if (fd === undefined) return false;
    try {
      for await (const chunk of chunksOf(fd)) hear(chunk);
      return true;
    } finally {
      closeSync(fd);
    }
  }

  private open(path: string): number | undefined {
    const parts = path.split('/');
    const name = parts.pop() ?? '';
    try {
      const fd = this.tree.folder(parts).read(name);
      if (fstatSync(fd).isFile()) return fd;
      closeSync(fd);
    } catch (error) {
      if (!['ENOENT', 'ENOTDIR', 'ELOOP', 'ENXIO'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
    return undefined;
  }
}

async function* chunksOf(fd: number): AsyncGenerator<Buffer> {
  for (let at = 0; ;) {
    const { bytesRead, buffer } = await read(fd, Buffer.allocUnsafe(chunkBytes), 0, chunkBytes, at);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    at += bytesRead;
  }
}
