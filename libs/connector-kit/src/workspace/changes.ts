import type { Millis } from '@switchyard/kernel';

/** What lies at a path of a workspace. */
export type Item =
  | {
      kind: 'file';
      mode: number;
      mtime: Millis;
      bytes: number;
      sha256: string;
      /** The blob that holds its bytes, from a place in it on. */
      pack: string;
      from: number;
    }
  | { kind: 'link'; target: string }
  | { kind: 'folder'; mode: number };

/** What was said of a path: what lies there, or, without an item, that nothing does. */
export interface Change {
  path: string;
  item?: Item;
}

/** What one step changed. Its name sorts behind those of all that its machine knew when the step ended. */
export interface Delta {
  v: 1;
  changes: Change[];
}

/** A file as this machine last saw it: the same facts are the same bytes. */
export interface Seen {
  bytes: number;
  mtime: Millis;
  ctime: Millis;
  inode: number;
}

interface Known {
  item?: Item;
  /** The delta that said so; of several that speak of one path, the last counts. */
  by: string;
  seen?: Seen;
}

/** What this machine knows of a workspace that is shared with others. */
export interface Knowledge {
  v: 1;
  /** Whose blobs they are. */
  project: string;
  /** Names of deltas. */
  applied: string[];
  known: Record<string, Known>;
}

export const knowNothing = (project: string): Knowledge => ({ v: 1, project, applied: [], known: {} });

/** A name behind all that are known. */
export const nextName = ({ applied }: Knowledge, id: string): string => {
  const last = Math.max(0, ...applied.map(name => Number(name.split('-')[0])));
  return `${String(last + 1).padStart(6, '0')}-${id}`;
};

/**
 * Takes in what another machine said, in whatever order deltas come. Changes the knowledge.
 * @returns the paths of which something else is known now
 */
export const learn = (knowledge: Knowledge, name: string, { changes }: Delta): string[] => {
  const news = changes.filter(({ path }) => (own(knowledge.known, path)?.by ?? '') < name);
  for (const { path, item } of news) set(knowledge.known, path, { by: name, ...(item ? { item } : {}) });
  knowledge.applied.push(name);
  return news.map(({ path }) => path);
};

/** What was found at a path, the bytes of a file not read yet. */
export type Found =
  | { path: string; kind: 'file'; mode: number; seen: Seen }
  | { path: string; kind: 'link'; target: string }
  | { path: string; kind: 'folder'; mode: number };

/** What lies there is not what is known. */
export const differs = ({ known }: Knowledge, found: Found): boolean => {
  const { item, seen } = own(known, found.path) ?? {};
  if (!item || item.kind !== found.kind) return true;
  if (found.kind === 'link') return item.kind !== 'link' || item.target !== found.target;
  if (item.kind === 'link' || item.mode !== found.mode) return true;
  return found.kind === 'file' && !(seen && isSame(seen, found.seen));
};

/** Paths of which something is known, and where nothing lies any more. */
export const goneFrom = ({ known }: Knowledge, found: readonly Found[]): string[] => {
  const there = new Set(found.map(({ path }) => path));
  return Object.entries(known).flatMap(([path, { item }]) => (item && !there.has(path) ? path : []));
};

/** Notes what this machine itself says. Changes the knowledge. */
export const noteOwn = (
  knowledge: Knowledge,
  name: string,
  changes: readonly Change[],
  seen: Map<string, Seen>,
): void => {
  for (const { path, item } of changes) {
    const facts = seen.get(path);
    set(knowledge.known, path, { by: name, ...(item ? { item } : {}), ...(facts ? { seen: facts } : {}) });
  }
  knowledge.applied.push(name);
};

/** Notes what a file became when it was written here. Changes the knowledge. */
export const noteSeen = ({ known }: Knowledge, path: string, seen: Seen): void => {
  const entry = own(known, path);
  if (entry) entry.seen = seen;
};

const isSame = (a: Seen, b: Seen): boolean =>
  a.bytes === b.bytes && a.mtime === b.mtime && a.ctime === b.ctime && a.inode === b.inode;

/** A path may be called like something that every object has. */
const own = (known: Knowledge['known'], path: string): Known | undefined =>
  Object.hasOwn(known, path) ? known[path] : undefined;

const set = (known: Knowledge['known'], path: string, value: Known): void => {
  Object.defineProperty(known, path, { value, enumerable: true, configurable: true, writable: true });
};
