import { Long } from 'bson';
import { MongoFailure } from '../failure.js';
import { type Doc } from '../values/document.js';
import { RawDocuments } from '../wire/bson.js';

/** Where the documents of an answer come from, batch by batch. */
export interface Source {
  /** Up to `count` documents and about `MAX_BATCH_BYTES`. */
  take(count: number): Promise<Buffer[]>;
  readonly done: boolean;
}

/** As in MongoDB: the first batch when the client names no size. */
const FIRST_BATCH = 101;
/** A cursor nobody asked for this long is closed. */
export const IDLE_MS = 10 * 60_000;
/** The most cursors open at once; the oldest makes room. */
const MAX_CURSORS = 10_000;

interface Open {
  ns: string;
  source: Source;
  touched: number;
}

/** Documents already at hand. */
export const sourceOf = (documents: readonly Buffer[]): Source => {
  let at = 0;
  return {
    get done() {
      return at >= documents.length;
    },
    take(count) {
      const batch: Buffer[] = [];
      for (let room = MAX_BATCH_BYTES; at < documents.length && batch.length < count && room > 0;) {
        const next = documents[at++] ?? Buffer.alloc(0);
        batch.push(next);
        room -= next.length;
      }
      return Promise.resolve(batch);
    },
  };
};

export const MAX_BATCH_BYTES = 16 * 1024 * 1024;

/** Answers that are fetched in batches. */
export class Cursors {
  private readonly open = new Map<string, Open>();
  private lastId = Math.floor(Math.random() * 0x7fffffff);

  constructor(private readonly now: () => number) {}

  /** The first batch; the rest is kept for `getMore`. */
  async start(ns: string, source: Source, batchSize: unknown, singleBatch = false): Promise<Doc> {
    const size = batchSize === undefined ? FIRST_BATCH : Number(batchSize);
    const firstBatch = new RawDocuments(size > 0 ? await source.take(size) : []);
    const id = source.done || singleBatch ? 0 : this.keep(ns, source);
    return { cursor: { firstBatch, id: Long.fromNumber(id), ns } };
  }

  async more(id: unknown, ns: string, batchSize: unknown): Promise<Doc> {
    const name = String(id);
    const cursor = this.open.get(name);
    if (!cursor || cursor.ns !== ns) throw new MongoFailure('CursorNotFound', `cursor id ${name} not found`);
    cursor.touched = this.now();
    const nextBatch = new RawDocuments(await cursor.source.take(Number(batchSize ?? 0) || Infinity));
    if (cursor.source.done) this.open.delete(name);
    return { cursor: { nextBatch, id: Long.fromString(cursor.source.done ? '0' : name), ns } };
  }

  kill(ids: readonly unknown[]): Doc {
    const killed = ids.filter(id => this.open.delete(String(id)));
    const notFound = ids.filter(id => !killed.includes(id));
    return { cursorsKilled: killed, cursorsNotFound: notFound, cursorsAlive: [], cursorsUnknown: [] };
  }

  /** Forgets cursors nobody asked for. */
  expire(): void {
    for (const [name, { touched }] of this.open) if (this.now() - touched > IDLE_MS) this.open.delete(name);
  }

  get count(): number {
    return this.open.size;
  }

  private keep(ns: string, source: Source): number {
    if (this.open.size >= MAX_CURSORS) for (const oldest of [...this.open.keys()].slice(0, 1)) this.open.delete(oldest);
    this.lastId += 1;
    this.open.set(String(this.lastId), { ns, source, touched: this.now() });
    return this.lastId;
  }
}
