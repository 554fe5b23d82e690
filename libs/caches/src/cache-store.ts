import { randomBytes } from 'node:crypto';
import type { BlobFacts, BlobStore } from '@switchyard/blobs';
import { Fault, type Millis, sortableId } from '@switchyard/kernel';
import { beginningOf, type CachePlace, folderOfKey } from './cache-place.js';
import { entriesOf, firstOf, newestFirst, type StoredCache, useMark } from './entries.js';
import { type CacheHead, headIn, headLine, longestHead } from './head.js';

/** A cache whose head was read. */
export interface CacheEntry extends StoredCache {
  head: CacheHead;
}

export interface Opened {
  head: CacheHead;
  /** What was saved, from behind the head on. */
  body: AsyncIterable<Uint8Array>;
}

/** `exists`: somebody else was first, and nothing is changed. */
export type Saved = { result: 'saved'; bytes: number } | { result: 'exists' };

/** Caches in a blob store, by key. A cache is there whole or not at all, and is never changed. */
export class CacheStore {
  constructor(private readonly blobs: BlobStore) {}

  /** The one with this very key. */
  async find(place: CachePlace, key: string): Promise<StoredCache | undefined> {
    return firstOf(entriesOf(await this.listed(folderOfKey(place, key))).caches);
  }

  /** Those whose keys begin with this, newest first. */
  async beginningWith(place: CachePlace, prefix: string): Promise<StoredCache[]> {
    const { beginning, isWhole } = beginningOf(place, prefix);
    const found = newestFirst(entriesOf(await this.listed(beginning)).caches);
    if (isWhole) return found;
    const heads = await Promise.all(found.map(one => this.headOf(one)));
    return found.filter((_, index) => heads[index]?.key.startsWith(prefix));
  }

  /** @throws Fault `blob-damaged` @returns undefined when it is gone */
  async open({ blob }: Pick<StoredCache, 'blob'>, signal?: AbortSignal): Promise<Opened | undefined> {
    const found = await this.blobs.get(blob, undefined, signal);
    if (!found) return undefined;
    const bytes = found.body[Symbol.asyncIterator]();
    let start = Buffer.alloc(0);
    for (;;) {
      const head = headIn(start);
      if (head) return { head: head.head, body: after(start.subarray(head.length), bytes) };
      const next = start.length > longestHead ? undefined : await bytes.next();
      if (!next || next.done) break;
      start = Buffer.concat([start, next.value]);
    }
    await bytes.return?.();
    throw new Fault({ code: 'blob-damaged', message: 'it has no head', blame: 'platform', retry: false });
  }

  /** Keeps what the body gives, where nobody kept anything under the key yet. */
  async save(
    place: CachePlace,
    head: CacheHead,
    body: AsyncIterable<Uint8Array>,
    now: Millis,
    signal?: AbortSignal,
  ): Promise<Saved> {
    if (await this.find(place, head.key)) return { result: 'exists' };
    const own = `${folderOfKey(place, head.key)}${sortableId(now, randomBytes(16))}`;
    const { bytes } = await this.blobs.put(own, joined(headLine(head), body), signal ? { signal } : {});
    const first = await this.find(place, head.key);
    if (!first || first.blob === own) return { result: 'saved', bytes };
    await this.blobs.remove(own);
    return { result: 'exists' };
  }

  /** Notes that it was brought back. Of several at once one may be lost. */
  async used({ blob }: Pick<StoredCache, 'blob'>): Promise<void> {
    const hits = await this.hitsOf({ blob });
    await this.blobs.put(`${blob}${useMark}`, once(Buffer.from(JSON.stringify({ v: 1, hits: hits + 1 }))));
  }

  /** How often it was brought back. */
  async hitsOf({ blob }: Pick<StoredCache, 'blob'>): Promise<number> {
    const mark = await this.blobs.get(`${blob}${useMark}`);
    const text = mark ? Buffer.concat(await all(mark.body)).toString() : '{}';
    const { hits } = JSON.parse(text) as { hits?: unknown };
    return typeof hits === 'number' ? hits : 0;
  }

  /** Undefined where it is gone or has none. */
  async headOf({ blob }: Pick<StoredCache, 'blob'>): Promise<CacheHead | undefined> {
    const found = await this.blobs.get(blob, { from: 0, to: longestHead });
    if (!found) return undefined;
    let start = Buffer.alloc(0);
    for await (const bytes of found.body) {
      start = Buffer.concat([start, bytes]);
      if (start.includes(10)) break;
    }
    return headIn(start)?.head;
  }

  /** Every cache of a project. */
  async all(project: string): Promise<ReturnType<typeof entriesOf>> {
    return entriesOf(await this.listed(`${project}/caches/`));
  }

  /** Every cache of every project. */
  async everywhere(): Promise<ReturnType<typeof entriesOf>> {
    const places = new Set<string>();
    for await (const key of this.blobs.keys('')) {
      const [place] = /^[^/]+\/caches\//.exec(key) ?? [];
      if (place) places.add(place);
    }
    const found: BlobFacts[] = [];
    for (const place of places) found.push(...(await this.listed(place)));
    return entriesOf(found);
  }

  async remove({ blob }: Pick<StoredCache, 'blob'>): Promise<void> {
    await this.blobs.remove(blob);
    await this.blobs.remove(`${blob}${useMark}`);
  }

  private async listed(beginning: string): Promise<BlobFacts[]> {
    const found: BlobFacts[] = [];
    for await (const one of this.blobs.list(beginning)) found.push(one);
    return found;
  }
}

async function* joined(head: Uint8Array, body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield head;
  yield* body;
}

async function* after(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (first.length > 0) yield first;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const all = async (body: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> => {
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return parts;
};
