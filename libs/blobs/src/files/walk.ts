import type { Stats } from 'node:fs';
import { Fault, nextTurn, reasonOf } from '@switchyard/kernel';
import { Folder } from './folder.js';

export type EntryKind = 'file' | 'folder' | 'link' | 'other';

/** What lies in a tree, while it is looked at. */
export interface Entry {
  /** From the root on. */
  path: string;
  name: string;
  kind: EntryKind;
  facts: Stats;
  /** The folder that holds it. */
  folder: Folder;
}

/** @returns what is handed to the visit of all that lies in a folder; undefined: it is left out, and what it holds */
export type Visit<State> = (entry: Entry, state: State) => State | undefined;

/** Deeper trees are nobody's work, and every level is held open. */
const deepest = 200;
/** Looked at in one go: other work must not wait for long. */
const atOnce = 256;
/** What somebody else removed, or put a link in place of, while we were on the way to it. */
const vanished = ['ENOENT', 'ENOTDIR', 'ELOOP'];

const kindOf = (facts: Stats): EntryKind => {
  if (facts.isFile()) return 'file';
  if (facts.isDirectory()) return 'folder';
  return facts.isSymbolicLink() ? 'link' : 'other';
};

/**
 * Visits all that lies below a folder, a folder before what it holds, in the order of names. Links are not followed;
 * what vanishes meanwhile and what has no name in UTF-8 is passed over.
 * @throws Fault `unreadable-files`, `too-deep`
 */
export const walk = async <State>(
  root: string,
  state: State,
  visit: Visit<State>,
  signal?: AbortSignal,
): Promise<void> => {
  const folder = openRoot(root);
  let looked = 0;
  const below = async (within: Folder, path: string, own: State, depth: number): Promise<void> => {
    if (depth > deepest) throw tooDeep(path);
    for (const { name } of within.names().sort(byName)) {
      looked += 1;
      if (looked % atOnce === 0) await nextTurn();
      signal?.throwIfAborted();
      const facts = within.stat(name);
      if (!facts) continue;
      const entry = { path: path + name, name, kind: kindOf(facts), facts, folder: within };
      const next = visit(entry, own);
      if (entry.kind !== 'folder' || next === undefined) continue;
      const inner = entered(entry);
      if (!inner) continue;
      await below(inner, `${entry.path}/`, next, depth + 1).finally(() => inner.close());
    }
  };
  await below(folder, '', state, 1).finally(() => folder.close());
};

const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);

const openRoot = (path: string): Folder => {
  try {
    return Folder.open(path);
  } catch (error) {
    throw unreadable(path, error);
  }
};

const entered = ({ folder, name, path }: Entry): Folder | undefined => {
  try {
    return folder.folder(name);
  } catch (error) {
    if (vanished.includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw unreadable(path, error);
  }
};

/** @throws Fault in place of what the file system said */
export const unreadable = (path: string, cause: unknown): Fault =>
  new Fault({
    code: 'unreadable-files',
    message: `${path} cannot be read: ${reasonOf(cause).replace(/\/proc\/self\/fd\/\d+\//g, '')}`,
    blame: 'user',
    retry: false,
    suggestions: ['let the step leave files that their owner may read'],
    cause,
  });

const tooDeep = (path: string): Fault =>
  new Fault({
    code: 'too-deep',
    message: `${path.slice(0, 200)}… lies more than ${deepest} folders deep`,
    blame: 'user',
    retry: false,
  });
