import type { Millis } from '@switchyard/kernel';
import { every } from '@switchyard/telemetry';
import type { EvictCaches } from '../app/caches/evict-caches.js';

/** Removes old caches at once, and then now and then until the signal aborts; resolves when the last time has ended. */
export const evictEvery = (caches: EvictCaches, everyMs: Millis, signal: AbortSignal): Promise<void> => {
  const work = async () => {
    await caches.run();
  };
  return every(everyMs, { service: 'execution', what: 'evict caches', failed: 'caches not evicted', work }, signal);
};
