import { closeSync, fchmodSync, futimesSync, writeSync } from 'node:fs';
import { Fault, reasonOf } from '@switchyard/kernel';
import { Parser, type ReadEntry } from 'tar';
import type { Folder } from './folder.js';
import { placeOf, refused, staysBelow } from './safe-path.js';
import { Tree } from './tree.js';

export interface UnpackLimits {
  /** Files, links and folders. */
  files: number;
  /** Of all files together. */
  bytes: number;
  /** Of one file. */
  fileBytes: number;
  /** Takes links as they are, wherever they lead; else one that leads out of the root is refused. */
  anyLinks?: boolean;
}

export interface Unpacked {
  files: number;
  bytes: number;
}

/**
 * Unpacks a plain tar archive below a folder, in place of what is there. Every name lies below the root, no link is
 * followed, and there are files, folders and symbolic links only: anything else ends it, with what came before in place.
 * @throws Fault `archive-refused` for what is hostile or over a limit, `archive-damaged` for what is no archive
 */
export const unpackFiles = async (
  root: string,
  bytes: AsyncIterable<Uint8Array>,
  limits: UnpackLimits,
  signal?: AbortSignal,
): Promise<Unpacked> => {
  const tree = Tree.open(root);
  const done: Unpacked = { files: 0, bytes: 0 };
  try {
    for await (const entry of entriesOf(bytes)) {
      signal?.throwIfAborted();
      count(entry, done, limits);
      await unpackOne(tree, entry, limits);
    }
    return done;
  } finally {
    tree.close();
  }
};

/** Names and links longer than this are in no tree that anybody works with. */
const longestMeta = 65_536;

async function* entriesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<ReadEntry> {
  const parser = new Parser({ strict: true, maxMetaEntrySize: longestMeta });
  const entries: ReadEntry[] = [];
  let [failure, hasEnded, wake]: [unknown, boolean, () => void] = [undefined, false, () => undefined];
  const fail = (error: unknown) => {
    failure ??= error;
    wake();
  };
  parser.on('entry', entry => {
    entries.push(entry);
    wake();
  });
  parser.on('ignoredEntry', ({ path }: ReadEntry) => fail(refused(path, 'it says more about a file than any needs')));
  parser.on('error', error => fail(damaged(error)));
  parser.on('end', () => {
    hasEnded = true;
    wake();
  });
  const stop = new AbortController();
  feed(parser, bytes, stop.signal).catch(fail);
  try {
    while (!hasEnded || entries.length > 0) {
      if (failure !== undefined) throw failure;
      const entry = entries.shift();
      if (entry) yield entry;
      else
        await new Promise<void>(resolve => {
          wake = resolve;
          if (failure !== undefined || hasEnded || entries.length > 0) resolve();
        });
    }
    if (failure !== undefined) throw failure;
  } finally {
    stop.abort();
  }
}

/** The parser would unpack what is compressed, however much that becomes: it gets plain archives only. */
const feed = async (parser: Parser, bytes: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void> => {
  let isFirst = true;
  for await (const chunk of bytes) {
    if (signal.aborted) return;
    if (chunk.length === 0) continue;
    if (isFirst && (chunk[0] === 0x1f || chunk[0] === 0x28)) throw refused('the archive', 'it is compressed');
    isFirst = false;
    const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (!parser.write(buffer)) await drained(parser, signal);
  }
  parser.end();
};

const drained = (parser: Parser, signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    const go = () => {
      parser.off('drain', go);
      signal.removeEventListener('abort', go);
      resolve();
    };
    parser.on('drain', go);
    signal.addEventListener('abort', go, { once: true });
  });

const count = (entry: ReadEntry, done: Unpacked, limits: UnpackLimits): void => {
  const size = entry.type === 'Directory' ? 0 : entry.size;
  done.files += 1;
  done.bytes += size;
  if (done.files > limits.files) throw refused('the archive', `it holds more than ${limits.files} files`);
  if (size > limits.fileBytes) throw refused(entry.path, `it has ${size} bytes, and ${limits.fileBytes} are the most`);
  if (done.bytes > limits.bytes) throw refused('the archive', `it holds more than ${limits.bytes} bytes`);
};

const unpackOne = async (tree: Tree, entry: ReadEntry, limits: UnpackLimits): Promise<void> => {
  const { path, type } = entry;
  try {
    if (type === 'Directory') makeFolders(tree, entry);
    else if (type === 'SymbolicLink') makeLink(tree, entry, limits);
    else if (fileTypes.includes(type)) await writeFile(tree, entry);
    else throw refused(path, `it is of the kind ${type}`);
  } catch (error) {
    throw error instanceof Fault ? error : inTheWay(path, error);
  }
};

const fileTypes = ['File', 'OldFile', 'ContiguousFile'];

const makeFolders = (tree: Tree, entry: ReadEntry): void => {
  const { parts, name } = placeOf(entry.path);
  if (name !== '.') tree.folder([...parts, name], 0o777);
  entry.resume();
};

const makeLink = (tree: Tree, entry: ReadEntry, { anyLinks = false }: UnpackLimits): void => {
  const { path, linkpath = '' } = entry;
  const { parts, name } = placeOf(path);
  if (!anyLinks && !staysBelow(parts, linkpath)) throw refused(path, `it is a link to ${linkpath}`);
  emptied(tree.folder(parts, 0o777), name).makeLink(name, linkpath);
  entry.resume();
};

/** The folder, without what is in the place of the name. A folder in that place stays, and is in the way. */
const emptied = (folder: Folder, name: string): Folder => {
  const facts = folder.stat(name);
  if (facts && !facts.isDirectory()) folder.remove(name);
  return folder;
};

const writeFile = async (tree: Tree, entry: ReadEntry): Promise<void> => {
  const { parts, name } = placeOf(entry.path);
  const fd = emptied(tree.folder(parts, 0o777), name).create(name, 0o600);
  try {
    for await (const chunk of entry) writeWhole(fd, chunk as Buffer);
    fchmodSync(fd, (entry.mode ?? 0o644) & 0o777);
    if (entry.mtime) futimesSync(fd, entry.mtime, entry.mtime);
  } finally {
    closeSync(fd);
  }
};

const writeWhole = (fd: number, chunk: Buffer): void => {
  for (let at = 0; at < chunk.length;) at += writeSync(fd, chunk, at);
};

const damaged = (cause: unknown): Fault =>
  new Fault({
    code: 'archive-damaged',
    message: `the archive cannot be read: ${reasonOf(cause)}`,
    blame: 'platform',
    retry: false,
    cause,
  });

const inTheWay = (path: string, cause: unknown): Fault => {
  const code = (cause as NodeJS.ErrnoException).code ?? '';
  const isFull = ['ENOSPC', 'EDQUOT'].includes(code);
  if (['ENOTDIR', 'ELOOP'].includes(code)) return refused(path, 'what it lies in is no folder');
  return new Fault({
    code: isFull ? 'disk-full' : 'unpack-failed',
    message: `${path} cannot be written: ${reasonOf(cause).replace(/\/proc\/self\/fd\/\d+\//g, '')}`,
    blame: isFull ? 'platform' : 'user',
    retry: false,
    cause,
  });
};
