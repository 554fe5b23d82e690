import { createHash, randomBytes } from 'node:crypto';
import { Fault } from '@switchyard/kernel';
import type { BlobFacts, BlobStore } from './blob-store.js';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const text = (bytes: Uint8Array[]): string => Buffer.concat(bytes).toString();

export async function* stream(...chunks: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield Buffer.from(chunk);
}

export const allOf = async <Item>(items: AsyncIterable<Item>): Promise<Item[]> => {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
};

/** Many bytes, of which few are there at a time. */
async function* many(bytes: number, seen: (resident: number) => void): AsyncGenerator<Uint8Array> {
  const chunk = randomBytes(1_048_576);
  for (let left = bytes; left > 0; left -= chunk.length) {
    seen(process.memoryUsage().rss);
    yield chunk.subarray(0, Math.min(left, chunk.length));
  }
}

const largeBytes = 100 * 1_048_576;
/** Less than the blob: what garbage there is between two collections. */
const mostGrowth = 90 * 1_048_576;

/** More than a part of S3, so that parts are there before a put ends. */
const someParts = Array.from({ length: 9 }, () => randomBytes(1_048_576));

/** What came so far, and no more until it is let go. */
async function* held(release: Promise<void>): AsyncGenerator<Uint8Array> {
  yield* someParts;
  await release;
  yield Buffer.from('the end');
}

const until = async (isSo: () => Promise<boolean>): Promise<void> => {
  while (!(await isSo())) await new Promise(resolve => setTimeout(resolve, 5));
};

/**
 * What every adapter does.
 * @param store of the test that runs
 * @param underWay how many puts the store itself holds something of that are not at their end
 */
export const itIsABlobStore = (store: () => BlobStore, underWay: () => Promise<number>): void => {
  const read = async (key: string, range?: { from: number; to?: number }) => {
    const found = await store().get(key, range);
    return found && text(await allOf(found.body));
  };
  const keys = async (prefix: string) => (await allOf(store().list(prefix))).map(({ key }: BlobFacts) => key).sort();

  it('gives back what was put, with its facts', async () => {
    const before = Date.now() - 2_000;
    const put = await store().put('p/kind/a.txt', stream('one, ', 'two'));
    expect(put).toMatchObject({ key: 'p/kind/a.txt', bytes: 8, sha256: sha256(Buffer.from('one, two')) });
    expect(put.at).toBeGreaterThan(before);
    expect(put.at).toBeLessThan(Date.now() + 2_000);
    const got = await store().get('p/kind/a.txt');
    expect(got?.facts).toEqual(await store().facts('p/kind/a.txt'));
    expect(got?.facts).toMatchObject({ ...put, at: expect.any(Number) as number });
    expect(got && text(await allOf(got.body))).toBe('one, two');
  });

  it('has nothing where nothing was put', async () => {
    expect(await store().get('p/none')).toBeUndefined();
    expect(await store().facts('p/none')).toBeUndefined();
    await store().remove('p/none');
    expect(await keys('p/none')).toEqual([]);
  });

  it('holds nothing at all, as a blob of 0 bytes', async () => {
    const facts = await store().put('p/empty', stream());
    expect(facts).toMatchObject({ bytes: 0, sha256: sha256(Buffer.alloc(0)) });
    expect(await read('p/empty')).toBe('');
    expect(await read('p/empty', { from: 0, to: 10 })).toBe('');
    expect(await store().facts('p/empty')).toMatchObject({ bytes: 0 });
  });

  it('gives a part', async () => {
    await store().put('p/part', stream('0123', '456789'));
    expect(await read('p/part', { from: 0, to: 1 })).toBe('0');
    expect(await read('p/part', { from: 3, to: 6 })).toBe('345');
    expect(await read('p/part', { from: 8 })).toBe('89');
    expect(await read('p/part', { from: 8, to: 100 })).toBe('89');
    expect(await read('p/part', { from: 10 })).toBe('');
    expect(await read('p/part', { from: 50, to: 60 })).toBe('');
    expect((await store().get('p/part', { from: 3, to: 6 }))?.facts.bytes).toBe(10);
  });

  it('replaces', async () => {
    await store().put('p/again', stream('first and longer'));
    await store().put('p/again', stream('second'));
    expect(await read('p/again')).toBe('second');
    expect(await keys('p/again')).toEqual(['p/again']);
  });

  it('removes, also twice', async () => {
    await store().put('p/gone', stream('x'));
    await store().remove('p/gone');
    await store().remove('p/gone');
    expect(await read('p/gone')).toBeUndefined();
    expect(await keys('p/gone')).toEqual([]);
  });

  it('lists what begins with a prefix, and keys that are also folders', async () => {
    const all = ['l/a', 'l/a/b', 'l/a/b/c', 'l/ab', 'l/b', 'm/a'];
    for (const key of all) await store().put(key, stream(key));
    expect(await keys('l/')).toEqual(all.slice(0, 5));
    expect(await keys('l/a')).toEqual(['l/a', 'l/a/b', 'l/a/b/c', 'l/ab']);
    expect(await keys('l/a/')).toEqual(['l/a/b', 'l/a/b/c']);
    expect(await keys('none/')).toEqual([]);
    for (const prefix of ['l/', 'l/a', 'l/a/', 'none/', ''])
      expect((await allOf(store().keys(prefix))).toSorted()).toEqual(await keys(prefix));
    const [first] = await allOf(store().list('m/'));
    expect(first).toMatchObject({ key: 'm/a', bytes: 3, sha256: sha256(Buffer.from('m/a')) });
    for (const key of all) expect(await read(key)).toBe(key);
  });

  it('refuses what has another SHA-256 than it must, and keeps what was there', async () => {
    await store().put('p/checked', stream('good'), { sha256: sha256(Buffer.from('good')) });
    const wrong = store().put('p/checked', stream('bad'), { sha256: sha256(Buffer.from('good')) });
    await expect(wrong).rejects.toMatchObject({ code: 'blob-damaged' });
    expect(await read('p/checked')).toBe('good');
  });

  it('leaves nothing of a put that was aborted or whose source broke', async () => {
    const stop = new AbortController();
    const hangs = async function* () {
      yield Buffer.alloc(1_000_000);
      setImmediate(() => stop.abort(new Error('not wanted any more')));
      await new Promise(() => undefined);
    };
    await expect(store().put('p/left', hangs(), { signal: stop.signal })).rejects.toThrow('not wanted any more');
    const breaks = async function* () {
      yield Buffer.alloc(1_000_000);
      throw new Error('the disk of somebody else');
    };
    await expect(store().put('p/left', breaks())).rejects.toThrow('the disk of somebody else');
    expect(await store().facts('p/left')).toBeUndefined();
    expect(await keys('p/left')).toEqual([]);
  });

  it('does not touch a put under way, and removes what one left whose process died', async () => {
    const before = await underWay();
    await store().put('p/whole', stream('whole'));
    const begunAt = Date.now() - 2_000;
    const living = Promise.withResolvers<void>();
    const put = store().put('p/living', held(living.promise));
    await until(async () => (await underWay()) > before);
    expect(await store().removeUnfinished(begunAt)).toBe(0);
    living.resolve();
    const { sha256: whole } = await put;
    expect(whole).toBe(sha256(Buffer.concat([...someParts, Buffer.from('the end')])));
    expect(
      createHash('sha256')
        .update(Buffer.concat(await allOf((await store().get('p/living'))?.body ?? stream())))
        .digest('hex'),
    ).toBe(whole);

    const stop = new AbortController();
    const dead = store().put('p/dead', held(new Promise(() => undefined)), { signal: stop.signal });
    dead.catch(() => undefined);
    await until(async () => (await underWay()) > before);
    expect(await store().removeUnfinished(begunAt)).toBe(0);
    expect(await store().removeUnfinished(Date.now() + 60_000)).toBe(1);
    expect([await underWay(), await store().removeUnfinished(Date.now() + 60_000)]).toEqual([before, 0]);
    stop.abort(new Error('dead'));
    await expect(dead).rejects.toThrow();
    expect([await read('p/whole'), await store().facts('p/dead')]).toEqual(['whole', undefined]);
    expect((await store().get('p/living'))?.facts.sha256).toBe(whole);
  });

  it('has one of those that were put at once, whole', async () => {
    const bodies = Array.from({ length: 8 }, (_, index) => String(index).repeat(300_000));
    await Promise.all(bodies.map(body => store().put('p/race', stream(body.slice(0, 1_000), body.slice(1_000)))));
    expect(bodies).toContain(await read('p/race'));
    expect(await keys('p/race')).toEqual(['p/race']);
  });

  const hostile = '|/|/a|a/|a//b|.|..|a/../b|../a|a/./b|a b|a\0b|a\\b|ä|a~|a*|a>|$a'.split('|');
  it.each([...hostile, 'a'.repeat(201), 'a/'.repeat(401)].map((key, index) => [index, key] as const))(
    'refuses hostile key %i',
    async (_index, key) => {
      const refusal = { code: 'bad-blob-key' };
      const asked = async (work: () => Promise<unknown>) => work();
      await expect(asked(() => store().put(key, stream('x')))).rejects.toMatchObject(refusal);
      await expect(asked(() => store().get(key))).rejects.toMatchObject(refusal);
      await expect(asked(() => store().facts(key))).rejects.toMatchObject(refusal);
      await expect(asked(() => store().remove(key))).rejects.toMatchObject(refusal);
    },
  );

  it('refuses to list what no key begins with', async () => {
    await expect(allOf(store().list('../'))).rejects.toBeInstanceOf(Fault);
  });

  it('streams 100 MB there and back without holding them', async () => {
    const before = process.memoryUsage().rss;
    let most = 0;
    const facts = await store().put(
      'p/large',
      many(largeBytes, resident => (most = Math.max(most, resident))),
    );
    expect(facts.bytes).toBe(largeBytes);
    const hash = createHash('sha256');
    const got = await store().get('p/large');
    for await (const chunk of got?.body ?? stream()) {
      hash.update(chunk);
      most = Math.max(most, process.memoryUsage().rss);
    }
    expect(hash.digest('hex')).toBe(facts.sha256);
    expect(most - before).toBeLessThan(mostGrowth);
    await store().remove('p/large');
  });
};
