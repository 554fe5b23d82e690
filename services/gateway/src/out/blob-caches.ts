import type { BlobStore } from '@switchyard/blobs';
import { CacheStore, type StoredCache } from '@switchyard/caches';
import type { CacheView, ListCachesReply, ProjectId, RemoveCachesReply } from '@switchyard/contracts';
import { isoTime } from '@switchyard/kernel';
import { Caches } from '../app/caches/ports.js';

/** Heads that are read at once. */
const atOnce = 16;

export class BlobCaches extends Caches {
  private readonly store: CacheStore;

  constructor(blobs: BlobStore) {
    super();
    this.store = new CacheStore(blobs);
  }

  async list(project: ProjectId, { prefix, limit }: { prefix?: string; limit: number }): Promise<ListCachesReply> {
    const found = await this.found(project, prefix);
    const sorted = found.toSorted((a, b) => b.usedAt - a.usedAt || (a.blob < b.blob ? -1 : 1));
    const caches = await each(sorted.slice(0, limit), one => this.viewOf(one));
    return { caches: caches.filter(one => one !== undefined), count: found.length, bytes: bytesOf(found) };
  }

  async remove(project: ProjectId, id: string): Promise<CacheView | undefined> {
    const found = (await this.store.all(project)).caches.find(one => idOf(one) === id);
    const view = found && ((await this.viewOf(found)) ?? bare(found));
    if (found) await this.store.remove(found);
    return view;
  }

  async clear(project: ProjectId, prefix?: string): Promise<RemoveCachesReply> {
    const found = await this.found(project, prefix);
    await each(found, one => this.store.remove(one));
    return { removed: found.length, bytes: bytesOf(found) };
  }

  private async found(project: ProjectId, prefix: string | undefined): Promise<StoredCache[]> {
    const { caches } = await this.store.all(project);
    if (prefix === undefined) return caches;
    const heads = await each(caches, one => this.store.headOf(one));
    return caches.filter((_, index) => heads[index]?.key.startsWith(prefix));
  }

  /** Undefined where it was removed meanwhile. */
  private async viewOf(cache: StoredCache): Promise<CacheView | undefined> {
    const [head, hits] = await Promise.all([this.store.headOf(cache), this.store.hitsOf(cache)]);
    return head && { ...bare(cache), key: head.key, files: head.files, hits };
  }
}

const idOf = ({ blob }: StoredCache): string => blob.slice(blob.lastIndexOf('/') + 1);

/** Of what cannot be read any more. */
const bare = (cache: StoredCache): CacheView => {
  const { kind, scope, bytes, savedAt, usedAt } = cache;
  const times = { savedAt: isoTime(savedAt), usedAt: isoTime(usedAt) };
  return { id: idOf(cache), key: '', kind, scope, bytes, files: 0, ...times, hits: 0 };
};

const bytesOf = (caches: readonly StoredCache[]): number => caches.reduce((sum, one) => sum + one.bytes, 0);

const each = async <From, To>(all: readonly From[], work: (one: From) => Promise<To>): Promise<To[]> => {
  const done: To[] = [];
  for (let at = 0; at < all.length; at += atOnce)
    done.push(...(await Promise.all(all.slice(at, at + atOnce).map(work))));
  return done;
};
