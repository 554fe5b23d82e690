import { randomBytes } from 'node:crypto';
import { Bucket, type Bus } from '@switchyard/bus';
import { Fault, type Millis, sortableId } from '@switchyard/kernel';
import { checkKey, checkPrefix } from './blob-key.js';
import { blobDamaged, storeFull, storeUnavailable } from './blob-faults.js';
import { type Blob, type BlobFacts, BlobStore, type ByteRange, type PutOptions } from './blob-store.js';
import { inOrder, inPieces } from './pieces.js';
import { boundsOf, Measure, until, verified } from './streams.js';

/** A piece is one message: well below the smallest limit of a server, 1 MB. */
const pieceBytes = 262_144;
const atOnce = 4;

/** What lies under the name of a key. */
interface Entry {
  v: 1;
  bytes: number;
  sha256: string;
  at: Millis;
  /** Its pieces are `c.<id>.0`, `c.<id>.1`, … */
  id: string;
}

/** Blobs as messages of one stream: a few pieces are on their way at a time, and any of them can be asked for. */
export class NatsBlobStore extends BlobStore {
  private readonly bucket: Bucket;

  constructor(
    bus: Bus,
    private readonly name: string,
  ) {
    super();
    this.bucket = new Bucket(bus, name);
  }

  put(key: string, body: AsyncIterable<Uint8Array>, { sha256, signal }: PutOptions = {}): Promise<BlobFacts> {
    const name = nameOf(checkKey(key));
    const id = sortableId(Date.now(), randomBytes(16));
    return this.told(async () => {
      try {
        const measure = new Measure();
        await this.keepPieces(id, measure.of(until(signal, body)));
        const found = measure.sha256();
        if (sha256 !== undefined && sha256.toLowerCase() !== found)
          throw blobDamaged(key, `its SHA-256 is ${found}, and must be ${sha256}`);
        signal?.throwIfAborted();
        const entry: Entry = { v: 1, bytes: measure.bytes, sha256: found, at: Date.now(), id };
        await this.replace(name, entry);
        return factsOf(key, entry);
      } catch (error) {
        const removing = this.bucket.remove(`c.${id}.>`).catch(() => undefined);
        // Of a bus that is away nobody waits for a second answer.
        if (!isAway(error)) await removing;
        throw error;
      }
    });
  }

  get(key: string, range?: ByteRange, signal?: AbortSignal): Promise<Blob | undefined> {
    return this.told(async () => {
      const found = await this.entry(nameOf(checkKey(key)));
      if (!found) return undefined;
      const facts = factsOf(key, found.entry);
      const { from, to, whole } = boundsOf(facts.bytes, range);
      const body = until(signal, this.read(key, found.entry, from, to));
      return { facts, body: whole ? verified(facts, body) : body };
    });
  }

  facts(key: string): Promise<BlobFacts | undefined> {
    return this.told(async () => {
      const found = await this.entry(nameOf(checkKey(key)));
      return found && factsOf(key, found.entry);
    });
  }

  remove(key: string): Promise<void> {
    return this.told(async () => {
      const name = nameOf(checkKey(key));
      const found = await this.entry(name);
      if (!found) return;
      await this.bucket.remove(name);
      await this.bucket.remove(`c.${found.entry.id}.>`);
    });
  }

  async *list(prefix: string): AsyncGenerator<BlobFacts> {
    const facts = inOrder(this.keys(prefix), atOnce * 4, key => this.facts(key));
    for await (const one of facts) if (one) yield one;
  }

  async *keys(prefix: string): AsyncGenerator<string> {
    checkPrefix(prefix);
    const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
    const names = await this.told(() => this.bucket.names(nameOf(folder)));
    for (const name of names) {
      const key = keyOf(name);
      if (key.startsWith(prefix)) yield key;
    }
  }

  /** Pieces that no key leads to. They are listed first: one that comes to its end meanwhile has its key then. */
  removeUnfinished(before: Millis): Promise<number> {
    return this.told(async () => {
      const left = lastPieces(await this.bucket.names('c.'));
      if (left.size === 0) return 0;
      const entries = inOrder(await this.bucket.names('m.'), atOnce * 4, name => this.entry(name));
      for await (const found of entries) if (found) left.delete(found.entry.id);
      let removed = 0;
      for (const [id, index] of left) {
        const newest = await this.bucket.last(`c.${id}.${index}`);
        if (!newest || newest.at >= before) continue;
        await this.bucket.remove(`c.${id}.>`);
        removed += 1;
      }
      return removed;
    });
  }

  async close(): Promise<void> {}

  private async keepPieces(id: string, body: AsyncIterable<Uint8Array>): Promise<void> {
    let index = 0;
    const kept = (piece: Uint8Array) => this.bucket.keep(`c.${id}.${index++}`, piece);
    for await (const _seq of inOrder(inPieces(body, pieceBytes), atOnce, kept));
  }

  /** Of several at once each takes the place of the one before it, and removes its pieces. */
  private async replace(name: string, entry: Entry): Promise<void> {
    for (;;) {
      const old = await this.entry(name);
      // Only the answer was lost.
      if (old?.entry.id === entry.id) return;
      const seq = await this.bucket.keep(name, entry, old?.seq ?? 0);
      if (seq === undefined) continue;
      if (old) await this.bucket.remove(`c.${old.entry.id}.>`).catch(() => undefined);
      return;
    }
  }

  private async entry(name: string): Promise<{ entry: Entry; seq: number } | undefined> {
    const kept = await this.bucket.last(name);
    return kept && { entry: JSON.parse(Buffer.from(kept.data).toString()) as Entry, seq: kept.seq };
  }

  private async *read(key: string, { id }: Entry, from: number, to: number): AsyncGenerator<Uint8Array> {
    const first = Math.floor(from / pieceBytes);
    const count = from === to ? 0 : Math.ceil(to / pieceBytes) - first;
    const pieces = Array.from({ length: count }, (_, index) => first + index);
    const fetched = inOrder(pieces, atOnce, index =>
      this.told(async () => ({ start: index * pieceBytes, piece: await this.bucket.last(`c.${id}.${index}`) })),
    );
    for await (const { start, piece } of fetched) {
      if (!piece) throw replaced(key);
      yield piece.data.subarray(Math.max(0, from - start), Math.min(piece.data.length, to - start));
    }
  }

  private async told<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      if (error.code === 'bucket-full') throw storeFull(`nats:${this.name}`, error);
      throw error.code === 'bucket-unavailable' ? storeUnavailable(`nats:${this.name}`, error) : error;
    }
  }
}

const isAway = (error: unknown): boolean => error instanceof Fault && error.code === 'bucket-unavailable';

/** A dot parts the tokens of a subject, and is in keys; a tilde is in no key. */
const nameOf = (key: string): string => `m.${key.replaceAll('.', '~').replaceAll('/', '.')}`;
const keyOf = (name: string): string => name.slice(2).replaceAll('.', '/').replaceAll('~', '.');

/** Of the names of pieces: the last piece of each put, by its id. */
const lastPieces = (names: readonly string[]): Map<string, number> => {
  const last = new Map<string, number>();
  for (const [, id = '', index] of names.map(name => name.split('.')))
    last.set(id, Math.max(last.get(id) ?? 0, Number(index)));
  return last;
};

const factsOf = (key: string, { bytes, sha256, at }: Entry): BlobFacts => ({ key, bytes, sha256, at });

const replaced = (key: string): Fault =>
  new Fault({
    code: 'blob-replaced',
    message: `the blob ${key} was replaced or removed while it was read`,
    blame: 'platform',
    retry: true,
    suggestions: ['read it again'],
  });
