import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { Fault, type Millis } from '@switchyard/kernel';
import { checkKey, checkPrefix } from './blob-key.js';
import { blobDamaged, storeFull, storeUnavailable } from './blob-faults.js';
import { type Blob, type BlobFacts, BlobStore, type ByteRange, type PutOptions } from './blob-store.js';
import { inOrder } from './pieces.js';
import { abortUnfinished, nameOf } from './s3-unfinished.js';
import { boundsOf, Measure, until, verified } from './streams.js';
import { shaIn, trailerBytes, trailerOf } from './trailer.js';

/** Of an upload in parts; two of them are held at a time. */
const partBytes = 8_388_608;

export interface S3Place {
  bucket: string;
  /** Before each key: nothing, or words that end with a slash. */
  prefix: string;
  /** Of a server that is not Amazon's. */
  endpoint?: string;
  region?: string;
}

/**
 * Blobs as objects of a bucket. Their bytes end with their trailer: what their SHA-256 is, is known only when all are
 * on their way. Credentials come from the environment or the configuration of AWS, never from a URL.
 */
export class S3BlobStore extends BlobStore {
  private readonly client: S3Client;

  constructor(private readonly place: S3Place) {
    super();
    this.client = new S3Client({
      region: place.region ?? 'us-east-1',
      ...(place.endpoint === undefined ? {} : { endpoint: place.endpoint, forcePathStyle: true }),
      maxAttempts: 2,
      // Others than Amazon's do not know what is new.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: { connectionTimeout: 3_000, socketTimeout: 20_000 },
    });
  }

  async put(key: string, body: AsyncIterable<Uint8Array>, { sha256, signal }: PutOptions = {}): Promise<BlobFacts> {
    const measure = new Measure();
    const source = new Source(key, until(signal, body), measure, sha256);
    const upload = new Upload({
      client: this.client,
      params: { ...this.of(key), Body: Readable.from(source.bytes(), { objectMode: false }) },
      partSize: partBytes,
      queueSize: 2,
    });
    const abort = () => void upload.abort();
    signal?.addEventListener('abort', abort, { once: true });
    try {
      await upload.done();
    } catch (error) {
      throw source.failure ?? (signal?.aborted ? signal.reason : this.fault(error));
    } finally {
      signal?.removeEventListener('abort', abort);
    }
    return { key, bytes: measure.bytes, sha256: source.found, at: Date.now() };
  }

  async get(key: string, range?: ByteRange, signal?: AbortSignal): Promise<Blob | undefined> {
    const known = await this.known(key);
    if (!known) return undefined;
    const { facts, etag } = known;
    const { from, to, whole } = boundsOf(facts.bytes, range);
    const body = until(signal, this.read(key, etag, from, to));
    return { facts, body: whole ? verified(facts, body) : body };
  }

  async facts(key: string): Promise<BlobFacts | undefined> {
    return (await this.known(key))?.facts;
  }

  async remove(key: string): Promise<void> {
    await this.told(() => this.client.send(new DeleteObjectCommand(this.of(key))));
  }

  async *list(prefix: string): AsyncGenerator<BlobFacts> {
    for await (const facts of inOrder(this.keys(prefix), 16, key => this.facts(key))) if (facts) yield facts;
  }

  async *keys(prefix: string): AsyncGenerator<string> {
    checkPrefix(prefix);
    const whole = this.place.prefix + prefix;
    const pages = paginateListObjectsV2({ client: this.client }, { Bucket: this.place.bucket, Prefix: whole });
    for (;;) {
      const page = await this.told(() => pages.next());
      if (page.done) return;
      for (const { Key = '' } of page.value.Contents ?? []) {
        const key = Key.slice(this.place.prefix.length);
        if (key !== '') yield key;
      }
    }
  }

  removeUnfinished(before: Millis): Promise<number> {
    return this.told(() => abortUnfinished(this.client, this.place, before));
  }

  async close(): Promise<void> {
    this.client.destroy();
  }

  private of(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.place.bucket, Key: this.place.prefix + checkKey(key) };
  }

  private async known(key: string): Promise<{ facts: BlobFacts; etag: string | undefined } | undefined> {
    return this.told(async () => {
      const found = await this.client.send(new HeadObjectCommand(this.of(key))).catch(unlessNone);
      if (!found) return undefined;
      const { ContentLength: size = 0, ETag: etag, LastModified } = found;
      const bytes = Math.max(0, size - trailerBytes);
      const trailer: Uint8Array[] = [];
      for await (const chunk of this.read(key, etag, bytes, size)) trailer.push(chunk);
      const sha256 = shaIn(key, Buffer.concat(trailer));
      return { facts: { key, bytes, sha256, at: LastModified?.getTime() ?? 0 }, etag };
    });
  }

  /** Of one and the same object, also when another takes its place. */
  private async *read(key: string, etag: string | undefined, from: number, to: number): AsyncGenerator<Uint8Array> {
    if (from === to) return;
    const condition = etag === undefined ? {} : { IfMatch: etag };
    const ask = new GetObjectCommand({ ...this.of(key), ...condition, Range: `bytes=${from}-${to - 1}` });
    try {
      const { Body, ContentRange = 'bytes 0-' } = await this.client.send(ask);
      if (!ContentRange.startsWith(`bytes ${from}-`))
        throw new Error(`it gave ${ContentRange}, and not from ${from} on`);
      yield* beginning(Body as Readable as AsyncIterable<Uint8Array>, to - from);
    } catch (error) {
      throw this.fault(error);
    }
  }

  private async told<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      throw this.fault(error);
    }
  }

  private fault(error: unknown): unknown {
    if (error instanceof Fault) return error;
    const where = `s3://${this.place.bucket}/${this.place.prefix}`;
    const isFull = /quota|insufficient|toolarge|storage ?full/i.test(nameOf(error));
    return isFull ? storeFull(where, error) : storeUnavailable(where, error);
  }
}

/** Some servers give more than the range they are asked for. */
async function* beginning(body: AsyncIterable<Uint8Array>, bytes: number): AsyncGenerator<Uint8Array> {
  let left = bytes;
  for await (const chunk of body) {
    if (chunk.length > 0) yield chunk.subarray(0, left);
    left -= Math.min(left, chunk.length);
    if (left === 0) return;
  }
}

const unlessNone = (error: unknown): undefined => {
  if (!['NoSuchKey', 'NotFound'].includes(nameOf(error))) throw error;
};

/** The bytes of an upload, and what went wrong with them: an upload that fails says only that it did. */
class Source {
  failure: unknown;
  found = '';

  constructor(
    private readonly key: string,
    private readonly body: AsyncIterable<Uint8Array>,
    private readonly measure: Measure,
    private readonly expected: string | undefined,
  ) {}

  async *bytes(): AsyncGenerator<Uint8Array> {
    try {
      yield* this.measure.of(this.body);
      this.found = this.measure.sha256();
      if (this.expected !== undefined && this.expected.toLowerCase() !== this.found)
        throw blobDamaged(this.key, `its SHA-256 is ${this.found}, and must be ${this.expected}`);
      yield trailerOf(this.found);
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }
}
