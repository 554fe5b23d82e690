import { createHash } from 'node:crypto';
import { blobDamaged } from './blob-faults.js';
import type { BlobFacts, ByteRange } from './blob-store.js';

/** Counts and hashes what passes. */
export class Measure {
  bytes = 0;
  private readonly hash = createHash('sha256');

  async *of(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of body) {
      this.bytes += chunk.length;
      this.hash.update(chunk);
      yield chunk;
    }
  }

  /** Once, at the end. */
  sha256(): string {
    return this.hash.digest('hex');
  }
}

/** What passes, until the signal aborts: also where the next bytes never come. */
export async function* until(
  signal: AbortSignal | undefined,
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  if (!signal) return yield* body;
  const bytes = body[Symbol.asyncIterator]();
  const aborted = Promise.withResolvers<never>();
  aborted.promise.catch(() => undefined);
  const abort = () => aborted.reject(signal.reason as Error);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    for (;;) {
      const next = await Promise.race([aborted.promise, bytes.next()]);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    signal.removeEventListener('abort', abort);
    // A body that hangs would hang its end too.
    bytes.return?.()?.then(undefined, () => undefined);
  }
}

/** @throws Fault `blob-damaged` at the end of a whole body that is another than its facts say */
export async function* verified(facts: BlobFacts, body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const measure = new Measure();
  yield* measure.of(body);
  if (measure.bytes !== facts.bytes) throw blobDamaged(facts.key, `it has ${measure.bytes} of ${facts.bytes} bytes`);
  const sha256 = measure.sha256();
  if (sha256 !== facts.sha256) throw blobDamaged(facts.key, `its SHA-256 is ${sha256}, and was ${facts.sha256}`);
}

/** The part of a blob that was asked for, within what there is. */
export const boundsOf = (bytes: number, range: ByteRange | undefined): { from: number; to: number; whole: boolean } => {
  const from = Math.min(bytes, Math.max(0, range?.from ?? 0));
  const to = Math.max(from, Math.min(bytes, range?.to ?? bytes));
  return { from, to, whole: from === 0 && to === bytes };
};

/** What the source of a body threw is not the store's: it may be an error of a disk too, of another one. */
export class Foreign extends Error {}

export async function* foreign(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (cause) {
    throw new Foreign('the body', { cause });
  }
}
