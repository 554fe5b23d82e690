import type { BlobFacts } from '@switchyard/blobs';
import type { Millis } from '@switchyard/kernel';
import { type CacheKind, cacheKinds } from './cache-place.js';

/** One whole cache, as its blobs tell of it. */
export interface StoredCache {
  /** Of its blob. */
  blob: string;
  project: string;
  scope: string;
  kind: CacheKind;
  bytes: number;
  savedAt: Millis;
  /** When it was last brought back, or saved. */
  usedAt: Millis;
}

/** Behind the key of a cache: a blob that is put each time it is brought back. */
export const useMark = '.used';

/**
 * The caches among blobs, and marks of use whose cache is gone. What is no cache is passed over.
 */
export const entriesOf = (blobs: readonly BlobFacts[]): { caches: StoredCache[]; strayMarks: string[] } => {
  const caches = new Map<string, StoredCache>();
  for (const one of blobs) {
    const cache = cacheOf(one);
    if (cache) caches.set(one.key, cache);
  }
  const strayMarks: string[] = [];
  for (const { key, at } of blobs.filter(isMark)) {
    const own = caches.get(key.slice(0, -useMark.length));
    if (own) own.usedAt = Math.max(own.usedAt, at);
    else strayMarks.push(key);
  }
  return { caches: [...caches.values()], strayMarks };
};

const isMark = ({ key }: BlobFacts): boolean => key.split('/')[1] === 'caches' && key.endsWith(useMark);

const cacheOf = (facts: BlobFacts): StoredCache | undefined => {
  const { key, bytes, at } = facts;
  const [project = '', room, scope = '', kind = '', ...rest] = key.split('/');
  if (room !== 'caches' || rest.length !== 2 || !isKind(kind) || isMark(facts)) return undefined;
  return { blob: key, project, scope, kind, bytes, savedAt: at, usedAt: at };
};

const isKind = (kind: string): kind is CacheKind => (cacheKinds as readonly string[]).includes(kind);

/** Of several for one key the first whole one counts: everybody agrees on it, whoever looks when. */
export const firstOf = (caches: readonly StoredCache[]): StoredCache | undefined =>
  caches.toSorted((a, b) => a.savedAt - b.savedAt || (a.blob < b.blob ? -1 : 1))[0];

/** The one that was saved last, for those that only begin like what was asked for. */
export const newestFirst = (caches: readonly StoredCache[]): StoredCache[] =>
  caches.toSorted((a, b) => b.savedAt - a.savedAt || (a.blob < b.blob ? -1 : 1));
