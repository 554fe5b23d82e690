import { closeSync, fstatSync, read as readCallback, readSync } from 'node:fs';
import { promisify } from 'node:util';
import { Fault } from '@switchyard/kernel';
import { Header, Pax } from 'tar';
import type { FoundFile } from './find-files.js';
import { Tree } from './tree.js';
import { unreadable } from './walk.js';

const read = promisify(readCallback);
const [block, chunk, readAtOnce] = [512, 262_144, 65_536];
/** An archive ends with two empty blocks. */
const end = Buffer.alloc(2 * block);

/**
 * The files as a tar archive (POSIX pax), in their order and under their paths; links as links. Owners, times of access
 * and bits beside the permissions are left out, so the same files give the same bytes.
 * @throws Fault `file-changed` for one that is gone, no file any more or shorter than it was; `unreadable-files`
 */
export async function* packFiles(
  root: string,
  files: Iterable<FoundFile> | AsyncIterable<FoundFile>,
): AsyncGenerator<Uint8Array> {
  const tree = Tree.open(root);
  try {
    for await (const file of files) {
      yield headerOf(file);
      if (file.link === undefined && file.bytes > 0) yield* bodyOf(tree, file);
    }
    yield end;
  } finally {
    tree.close();
  }
}

const headerOf = ({ path, bytes, mode, mtime, link }: FoundFile): Buffer => {
  // Time in whole seconds: what is more precise would take a block of its own for each file.
  const facts = { path, mode, mtime: new Date(Math.floor(mtime / 1_000) * 1_000) };
  const header = new Header(
    link === undefined
      ? { ...facts, size: bytes, type: 'File' }
      : { ...facts, size: 0, type: 'SymbolicLink', linkpath: link },
  );
  if (!header.encode()) return header.block ?? Buffer.alloc(0);
  // The lines of such a header end where a name has an end of line.
  if (/[\n\0]/.test(path + (link ?? ''))) throw badName(path);
  const long = new Pax({ path, size: header.size ?? 0, ...(link === undefined ? {} : { linkpath: link }) });
  return Buffer.concat([long.encode(), header.block ?? Buffer.alloc(0)]);
};

async function* bodyOf(tree: Tree, file: FoundFile): AsyncGenerator<Uint8Array> {
  const fd = opened(tree, file.path);
  try {
    const facts = fstatSync(fd);
    if (!facts.isFile() || facts.size < file.bytes) throw changed(file.path);
    const padded = Math.ceil(file.bytes / block) * block;
    for (let at = 0; at < file.bytes;) {
      const wanted = Math.min(chunk, file.bytes - at);
      const isLast = at + wanted === file.bytes;
      const buffer = Buffer.alloc(isLast ? padded - at : wanted);
      const bytesRead =
        wanted <= readAtOnce ? readSync(fd, buffer, 0, wanted, at) : (await read(fd, buffer, 0, wanted, at)).bytesRead;
      if (bytesRead === 0) throw changed(file.path);
      at += bytesRead;
      yield at === file.bytes ? buffer.subarray(0, bytesRead + padded - at) : buffer.subarray(0, bytesRead);
    }
  } finally {
    closeSync(fd);
  }
}

const opened = (tree: Tree, path: string): number => {
  const parts = path.split('/');
  const name = parts.pop() ?? '';
  try {
    return tree.folder(parts).read(name);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    throw ['ENOENT', 'ENOTDIR', 'ELOOP', 'ENXIO'].includes(code) ? changed(path) : unreadable(path, error);
  }
};

const changed = (path: string): Fault =>
  new Fault({
    code: 'file-changed',
    message: `${path} was changed while it was read`,
    blame: 'user',
    retry: false,
    suggestions: ['let everything that writes it end before the step does'],
  });

const badName = (path: string): Fault =>
  new Fault({
    code: 'bad-file-name',
    message: `${JSON.stringify(path.slice(0, 200))} has an end of line in its name, which no archive holds`,
    blame: 'user',
    retry: false,
    suggestions: ['give the file another name'],
  });
