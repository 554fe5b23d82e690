import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BlobStore, openBlobStore } from '@switchyard/blobs';
import type { CachePlace } from './cache-place.js';
import { CacheStore } from './cache-store.js';

const place: CachePlace = { project: 'shop', scope: 'trusted', kind: 'files' };

describe('caches in a blob store', () => {
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

  const save = (key: string, text: string, at = place) => store.save(at, { key, files: 1 }, body(text), Date.now());
  const textOf = async (key: string, at = place) => {
    const found = await store.find(at, key);
    const opened = found && (await store.open(found));
    return opened && { head: opened.head, text: await textIn(opened.body) };
  };

  it('come back as they were saved', async () => {
    expect(await save('npm-1', 'the files')).toMatchObject({ result: 'saved' });
    expect(await textOf('npm-1')).toEqual({ head: { key: 'npm-1', files: 1 }, text: 'the files' });
    expect(await textOf('npm-2')).toBeUndefined();
  });

  it('are never changed: the first one stays', async () => {
    await save('npm-1', 'first');
    expect(await save('npm-1', 'second')).toEqual({ result: 'exists' });
    expect((await textOf('npm-1'))?.text).toBe('first');
  });

  it('are one whole one for everybody, of several that are saved at once', async () => {
    const texts = ['a', 'b', 'c', 'd'].map(one => one.repeat(300_000));
    const saved = await Promise.all(texts.map(text => save('npm-1', text)));
    const [first] = await Promise.all([textOf('npm-1'), textOf('npm-1')]);
    expect(texts).toContain(first?.text);
    expect(saved.some(({ result }) => result === 'saved')).toBe(true);
    expect((await textOf('npm-1'))?.text).toBe(first?.text);
  });

  it('are not there when their saving breaks off', async () => {
    const breaks = async function* () {
      yield Buffer.from('half');
      throw new Error('the disk is gone');
    };
    await expect(store.save(place, { key: 'k', files: 1 }, breaks(), 1)).rejects.toThrow('the disk is gone');
    expect(await store.find(place, 'k')).toBeUndefined();
  });

  it('are found by the beginnings of their keys, newest first', async () => {
    const long = 'x'.repeat(200);
    for (const key of ['npm-a', 'npm-b', 'pip-a', `${long}1`, `${'x'.repeat(150)}2`]) await save(key, key);
    const keysOf = async (prefix: string) =>
      Promise.all((await store.beginningWith(place, prefix)).map(async one => (await store.headOf(one))?.key));
    expect(await keysOf('npm-')).toEqual(['npm-b', 'npm-a']);
    expect(await keysOf(long)).toEqual([`${long}1`]);
    expect(await keysOf('none')).toEqual([]);
  });

  it('of one place are unknown in every other', async () => {
    await save('k', 'text');
    for (const other of [{ project: 'bank' }, { scope: 'untrusted-1-0' }, { kind: 'result' as const }]) {
      expect(await store.find({ ...place, ...other }, 'k')).toBeUndefined();
      expect(await store.beginningWith({ ...place, ...other }, '')).toEqual([]);
    }
  });

  it('tell how often and when they were brought back', async () => {
    await save('k', 'text');
    const found = await store.find(place, 'k');
    if (!found) throw new Error('it was saved');
    expect(await store.hitsOf(found)).toBe(0);
    await store.used(found);
    await store.used(found);
    expect(await store.hitsOf(found)).toBe(2);
    const { caches } = await store.all('shop');
    expect(caches).toHaveLength(1);
    expect(caches[0]?.usedAt).toBeGreaterThanOrEqual(found.savedAt);
  });

  it('leave nothing behind when they are removed', async () => {
    await save('k', 'text');
    const found = await store.find(place, 'k');
    if (!found) throw new Error('it was saved');
    await store.used(found);
    await store.remove(found);
    expect(await store.everywhere()).toEqual({ caches: [], strayMarks: [] });
  });

  it('that have no head are damaged', async () => {
    await save('k', 'text');
    const found = await store.find(place, 'k');
    if (!found) throw new Error('it was saved');
    await blobs.put(found.blob, body('no head at all'));
    await expect(store.open(found)).rejects.toMatchObject({ code: 'blob-damaged' });
  });

  it('are found among other blobs, and what is left of those that are gone', async () => {
    await save('k', 'text');
    await blobs.put('shop/artifacts/caches/a/b/c', body('x'));
    await blobs.put('shop/artifacts/x.used', body('x'));
    await blobs.put('shop/caches/trusted/files/a.b/gone.used', body('x'));
    const { caches, strayMarks } = await store.everywhere();
    expect(caches.map(({ project, kind }) => [project, kind])).toEqual([['shop', 'files']]);
    expect(strayMarks).toEqual(['shop/caches/trusted/files/a.b/gone.used']);
  });

  it('that were changed on the disk are told apart from whole ones', async () => {
    await save('k', 'text');
    const [name = ''] = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(one => one.endsWith('~'));
    const bytes = readFileSync(join(root, name));
    bytes[bytes.indexOf('text')] = 0x54;
    writeFileSync(join(root, name), bytes);
    await expect(textOf('k')).rejects.toMatchObject({ code: 'blob-damaged' });
  });
});

async function* body(text: string): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < text.length; at += 65_536) yield Buffer.from(text.slice(at, at + 65_536));
}

const textIn = async (bytes: AsyncIterable<Uint8Array>): Promise<string> => {
  const parts: Uint8Array[] = [];
  for await (const part of bytes) parts.push(part);
  return Buffer.concat(parts).toString();
};
