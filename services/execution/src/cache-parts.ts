import type { BlobStore } from '@switchyard/blobs';
import type { Clock } from '@switchyard/kernel';
import { EvictCaches } from './app/caches/evict-caches.js';
import type { ExecutionConfig } from './config.js';
import { evictEvery } from './in/cache.timer.js';
import { BlobCacheShelf } from './out/blob-cache-shelf.js';

/** Keeps the caches of all projects within their limits until the signal aborts. */
export const keepCaches = (
  blobs: BlobStore,
  clock: Clock,
  config: ExecutionConfig,
  signal: AbortSignal,
): Promise<void> => {
  const rules = { keptMs: config.CACHE_KEPT_MS, bytes: config.CACHE_BYTES_PER_PROJECT };
  return evictEvery(new EvictCaches(new BlobCacheShelf(blobs), clock, rules), config.CACHE_SWEEP_MS, signal);
};
