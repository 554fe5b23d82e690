import { type CacheKind, type CacheStore, newestFirst, type StoredCache } from '@switchyard/caches';
import type { Scopes } from './scopes.js';

export interface Wanted {
  project: string;
  kind: CacheKind;
  scopes: Scopes;
  key: string;
  /** Beginnings of other keys, in order. */
  fallbacks: readonly string[];
}

/** What may be of use: the one with the key, then for each of the beginnings what was saved last. */
export async function* candidates(
  store: CacheStore,
  { project, kind, scopes, key, fallbacks }: Wanted,
): AsyncGenerator<{ cache: StoredCache; isExact: boolean }> {
  for (const scope of scopes.read) {
    const cache = await store.find({ project, scope, kind }, key);
    if (cache) yield { cache, isExact: true };
  }
  for (const prefix of fallbacks) {
    const found = await Promise.all(scopes.read.map(scope => store.beginningWith({ project, scope, kind }, prefix)));
    for (const cache of newestFirst(found.flat())) yield { cache, isExact: false };
  }
}
