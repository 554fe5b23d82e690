import type { KeptCache } from '../../domain/cache-eviction.js';

/** Where connectors keep caches. */
export abstract class CacheShelf {
  /** The caches of all projects, by project, and what was left of some that are gone. */
  abstract all(): Promise<{ caches: Map<string, KeptCache[]>; leftovers: string[] }>;
  /** Harmless when it is gone. */
  abstract remove(blob: string): Promise<void>;
}
