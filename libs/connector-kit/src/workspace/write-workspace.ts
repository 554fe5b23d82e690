import { createHash, randomUUID } from 'node:crypto';
import { closeSync, fchmodSync, fstatSync, futimesSync, write as writeCallback } from 'node:fs';
import { promisify } from 'node:util';
import { type Folder, placeOf, Tree } from '@switchyard/blobs';
import { Fault, reasonOf } from '@switchyard/kernel';
import type { Item, Seen } from './changes.js';
import { seenOf } from './read-workspace.js';

const write = promisify(writeCallback);

type FileItem = Extract<Item, { kind: 'file' }>;

export interface Wanted {
  path: string;
  item?: Item;
}

/** Makes a workspace what others left, below its root only and through no link. */
export class WorkspaceWriter {
  private readonly tree: Tree;

  constructor(root: string) {
    this.tree = Tree.open(root);
  }

  /** Folders and links, and what is gone. Files that are wanted come later. */
  prepare(wanted: readonly Wanted[]): void {
    const gone = wanted.filter(({ item }) => !item);
    for (const { path } of gone.toSorted(deepestFirst)) this.at(path, (folder, name) => removeOne(folder, name));
    for (const { path, item } of wanted.toSorted(shallowestFirst)) {
      if (item?.kind === 'folder') this.at(path, (folder, name) => makeFolder(folder, name));
      if (item?.kind === 'link') this.at(path, (folder, name) => makeLink(folder, name, item.target));
    }
  }

  /** Whole or not at all. @throws Fault `blob-damaged` when the bytes are others than they were */
  async file(path: string, item: FileItem, body: AsyncIterable<Uint8Array>): Promise<Seen> {
    const { parts, name } = placeOf(path);
    const folder = this.made(parts, path);
    const temporary = `.yard-${randomUUID()}`;
    const fd = folder.create(temporary, 0o600);
    try {
      const hash = createHash('sha256');
      for await (const chunk of body) {
        hash.update(chunk);
        for (let at = 0; at < chunk.length;) at += (await write(fd, chunk, at)).bytesWritten;
      }
      if (hash.digest('hex') !== item.sha256) throw damaged(path);
      fchmodSync(fd, item.mode & 0o777);
      futimesSync(fd, item.mtime / 1_000, item.mtime / 1_000);
      // Other files may have been on the way since.
      const place = this.made(parts, path);
      if (place.stat(name)?.isDirectory()) place.remove(name);
      place.rename(temporary, name);
      return seenOf(fstatSync(fd));
    } catch (error) {
      this.made(parts, path).remove(temporary);
      throw error;
    } finally {
      closeSync(fd);
    }
  }

  /** Last: a folder that may not be written to holds files too. */
  finish(wanted: readonly Wanted[]): void {
    for (const { path, item } of wanted.toSorted(deepestFirst))
      if (item?.kind === 'folder') this.at(path, (folder, name) => folder.changeMode(name, item.mode & 0o777));
  }

  close(): void {
    this.tree.close();
  }

  private at(path: string, act: (folder: Folder, name: string) => void): void {
    const { parts, name } = placeOf(path);
    try {
      act(this.tree.folder(parts), name);
    } catch (error) {
      // The folder it lay in is gone, or is something else now: so is what lay in it.
      if (!['ENOENT', 'ENOTDIR', 'ELOOP'].includes((error as NodeJS.ErrnoException).code ?? ''))
        throw unwritable(path, error);
    }
  }

  private made(parts: readonly string[], path: string): Folder {
    try {
      return this.tree.folder(parts, 0o777);
    } catch (error) {
      throw unwritable(path, error);
    }
  }
}

const depth = ({ path }: Wanted): number => path.split('/').length;
const deepestFirst = (a: Wanted, b: Wanted): number => depth(b) - depth(a);
const shallowestFirst = (a: Wanted, b: Wanted): number => depth(a) - depth(b);

const removeOne = (folder: Folder, name: string): void => {
  const facts = folder.stat(name);
  // What this machine has in it, nobody said to be gone.
  if (facts?.isDirectory()) folder.removeEmpty(name);
  else if (facts) folder.remove(name);
};

const makeFolder = (folder: Folder, name: string): void => {
  const facts = folder.stat(name);
  if (facts?.isDirectory()) return folder.changeMode(name, 0o700);
  if (facts) folder.remove(name);
  folder.makeFolder(name, 0o700);
};

const makeLink = (folder: Folder, name: string, target: string): void => {
  if (folder.stat(name)) folder.remove(name);
  folder.makeLink(name, target);
};

const damaged = (path: string): Fault =>
  new Fault({
    code: 'blob-damaged',
    message: `the kept bytes of ${path} are not what they were`,
    blame: 'platform',
    retry: false,
    suggestions: ['run the execution again'],
  });

const unwritable = (path: string, cause: unknown): Fault =>
  new Fault({
    code: 'workspace-not-restored',
    message: `${path} cannot be written: ${reasonOf(cause).replace(/\/proc\/self\/fd\/\d+\//g, '')}`,
    blame: 'platform',
    retry: false,
    cause,
  });
