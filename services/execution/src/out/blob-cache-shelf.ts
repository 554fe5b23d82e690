import type { BlobStore } from '@switchyard/blobs';
import { CacheStore, trusted } from '@switchyard/caches';
import { CacheShelf } from '../app/caches/ports.js';
import type { KeptCache } from '../domain/cache-eviction.js';

export class BlobCacheShelf extends CacheShelf {
  private readonly store: CacheStore;

  constructor(blobs: BlobStore) {
    super();
    this.store = new CacheStore(blobs);
  }

  async all(): Promise<{ caches: Map<string, KeptCache[]>; leftovers: string[] }> {
    const found = new Map<string, KeptCache[]>();
    const { caches, strayMarks } = await this.store.everywhere();
    for (const { project, blob, scope, bytes, usedAt } of caches) {
      const own = found.get(project) ?? [];
      own.push({ blob, isTrusted: scope === trusted, bytes, usedAt });
      found.set(project, own);
    }
    return { caches: found, leftovers: strayMarks };
  }

  async remove(blob: string): Promise<void> {
    await this.store.remove({ blob });
  }
}
