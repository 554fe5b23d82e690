import { join } from 'node:path';
import type { CacheHead, CacheStore, StoredCache } from '@switchyard/caches';
import { Fault, type Millis, reach } from '@switchyard/kernel';
import type { Surrounding } from '../around/around.js';
import { restore } from './archive.js';
import { candidates, type Wanted } from './find-cache.js';
import { countBytes } from './measures.js';

export interface Taken {
  head: CacheHead;
  isExact: boolean;
  bytes: number;
  ms: Millis;
  savedAt: Millis;
}

/** Faults of a cache that can never be brought back, by code. */
const damages = ['blob-damaged', 'archive-refused', 'archive-damaged'];

/**
 * Brings back the first cache that can be. One that is damaged or hostile is removed, and as if it were not there.
 * @param tell is told of those
 * @throws whatever keeps it from looking at all
 */
export const takeCache = async (
  store: CacheStore,
  about: Surrounding,
  wanted: Wanted,
  tell: (line: string) => void,
): Promise<Taken | undefined> => {
  for await (const { cache, isExact } of candidates(store, wanted)) {
    about.signal.throwIfAborted();
    const taken = await tried(store, about, cache).catch(async (error: unknown) => {
      about.signal.throwIfAborted();
      if (!isDamage(error)) throw error;
      tell(`is damaged: ${error.message}`);
      // Others' caches are others' to remove.
      if (cache.scope === wanted.scopes.own) await store.remove(cache);
      return undefined;
    });
    if (taken) return { ...taken, isExact };
  }
  return undefined;
};

const tried = async (
  store: CacheStore,
  { place, signal }: Surrounding,
  cache: StoredCache,
): Promise<Omit<Taken, 'isExact'> | undefined> => {
  const startedAt = performance.now();
  const opened = await store.open(cache, signal);
  if (!opened) return undefined;
  reach('connector.cache.beforeRestore');
  await restore(opened.body, { root: place.workspace, scratch: join(place.directory, 'caches'), signal });
  reach('connector.cache.restored');
  // Only how long it is kept hangs on it.
  await store.used(cache).catch(() => undefined);
  countBytes('restored', cache.bytes);
  return { head: opened.head, bytes: cache.bytes, ms: performance.now() - startedAt, savedAt: cache.savedAt };
};

const isDamage = (error: unknown): error is Fault => error instanceof Fault && damages.includes(error.code);
