import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { allOf, itIsABlobStore, stream } from './blob-store.story.js';
import type { BlobStore } from './blob-store.js';
import { openBlobStore } from './open-blob-store.js';

describe('blobs in a directory', () => {
  let root: string;
  let store: BlobStore;
  const url = () => pathToFileURL(join(root, 'blobs')).href;
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'yard-blobs-'));
    store = await openBlobStore(url());
  });
  afterAll(async () => {
    await store.close();
    rmSync(root, { recursive: true, force: true });
  });

  itIsABlobStore(
    () => store,
    async () => readdirSync(join(root, 'blobs/~new')).length,
  );

  it('are for their owner only, and leave no files or folders behind', async () => {
    await store.put('deep/er/key', stream('x'));
    expect(statSync(join(root, 'blobs/deep')).mode & 0o077).toBe(0);
    await store.remove('deep/er/key');
    expect(readdirSync(join(root, 'blobs'))).not.toContain('deep');
    expect(readdirSync(join(root, 'blobs/~new'))).toEqual([]);
  });

  it('are there for another process at once', async () => {
    await store.put('shared/key', stream('from here'));
    const other = await openBlobStore(url());
    expect(await other.facts('shared/key')).toEqual(await store.facts('shared/key'));
  });

  it('that somebody cut off or wrote are told apart', async () => {
    await store.put('damaged/cut', stream('x'.repeat(1_000)));
    truncateSync(join(root, 'blobs/damaged/cut~'), 500);
    await expect(store.get('damaged/cut')).rejects.toMatchObject({ code: 'blob-damaged' });
    const { sha256 } = await store.put('damaged/changed', stream('good'));
    const trailer = Buffer.concat([Buffer.from('evil'), Buffer.from(sha256, 'hex'), Buffer.from('yardblb1')]);
    writeFileSync(join(root, 'blobs/damaged/changed~'), trailer);
    const got = await store.get('damaged/changed');
    await expect(allOf(got?.body ?? stream())).rejects.toMatchObject({ code: 'blob-damaged' });
  });

  it('whose folder is away or is none end with a fault', async () => {
    const away = join(root, 'away');
    const gone = await openBlobStore(pathToFileURL(away).href);
    rmSync(away, { recursive: true });
    writeFileSync(away, '');
    const unavailable = { code: 'blob-store-unavailable', retry: true };
    await expect(gone.put('p/x', stream('x'))).rejects.toMatchObject(unavailable);
    await expect(openBlobStore(pathToFileURL(away).href)).rejects.toMatchObject(unavailable);
    await expect(openBlobStore('https://example.org')).rejects.toMatchObject({ code: 'bad-blobs-url' });
  });
});
