import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BlobStore, openBlobStore } from '@switchyard/blobs';
import { CacheStore, trusted } from '@switchyard/caches';
import { EvictCaches } from '../app/caches/evict-caches.js';
import { BlobCacheShelf } from './blob-cache-shelf.js';

describe('the caches of all projects', () => {
  let root: string;
  let blobs: BlobStore;
  let store: CacheStore;
  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'yard-caches-'));
    blobs = await openBlobStore(pathToFileURL(root).href);
    store = new CacheStore(blobs);
  });
  afterEach(async () => {
    await blobs.close();
    rmSync(root, { recursive: true });
  });

  const save = (project: string, key: string, scope = trusted) =>
    store.save({ project, scope, kind: 'files' }, { key, files: 1 }, once(Buffer.alloc(1_000)), Date.now());
  const evict = (keptMs: number, bytes: number, laterMs = 0) =>
    new EvictCaches(
      new BlobCacheShelf(blobs),
      { now: () => Date.now() + laterMs, monotonic: () => performance.now() },
      { keptMs, bytes },
    ).run();
  const left = async () => (await store.everywhere()).caches.length;

  it('are removed when nobody used them for long, and the others stay', async () => {
    await save('shop', 'a');
    await save('bank', 'b');
    expect(await evict(60_000, 1_000_000, 50_000)).toBe(0);
    expect(await left()).toBe(2);
    expect(await evict(60_000, 1_000_000, 70_000)).toBe(2);
    expect(await left()).toBe(0);
  });

  it('have room project by project', async () => {
    for (const key of ['a', 'b', 'c']) await save('shop', key);
    await save('bank', 'a');
    await save('shop', 'outside', 'untrusted-1-00');
    // Each has a head of some bytes before its thousand.
    expect(await evict(60_000, 2_500)).toBe(2);
    const { caches } = await store.everywhere();
    expect(caches.map(({ project, scope }) => `${project} ${scope}`).toSorted()).toEqual([
      'bank trusted',
      'shop trusted',
      'shop trusted',
    ]);
  });

  it('leave no mark of use behind, and no other blob is touched', async () => {
    await blobs.put('shop/caches/trusted/files/a.b/gone.used', once(Buffer.from('{}')));
    await blobs.put('shop/artifacts/a', once(Buffer.from('kept')));
    await evict(60_000, 0);
    const keys: string[] = [];
    for await (const { key } of blobs.list('')) keys.push(key);
    expect(keys).toEqual(['shop/artifacts/a']);
  });
});

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
