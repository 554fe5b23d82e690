import type { Millis } from '@switchyard/kernel';

/** What is known of one blob. */
export interface BlobFacts {
  key: string;
  bytes: number;
  /** Of all its bytes, in lower-case hexadecimal digits. */
  sha256: string;
  /** When it was put. */
  at: Millis;
}

export interface PutOptions {
  /** What its SHA-256 must be. */
  sha256?: string;
  signal?: AbortSignal;
}

/** Of its bytes, from `from` to before `to`; to its end without `to`. */
export interface ByteRange {
  from: number;
  to?: number;
}

export interface Blob {
  facts: BlobFacts;
  body: AsyncIterable<Uint8Array>;
}

/**
 * Files of any size by key: `<project>/<kind>/<…>`, of letters, digits, `.`, `_`, `-` and `/`. What is put is there
 * whole or not at all, and streams: no blob is ever held in memory.
 *
 * Every method may throw Fault `bad-blob-key` and `blob-store-unavailable`, which a retry may heal.
 */
export abstract class BlobStore {
  /**
   * Puts a blob in place of any that has the key. Of several at once, one is there in the end.
   * @throws Fault `blob-store-full`; `blob-damaged` when its SHA-256 is not what it must be. Nothing is changed then.
   */
  abstract put(key: string, body: AsyncIterable<Uint8Array>, options?: PutOptions): Promise<BlobFacts>;

  /**
   * The body must be read, at least in part: it holds the blob open. One that is read whole is checked against its
   * SHA-256, and its end throws Fault `blob-damaged` where they differ.
   * @returns undefined when there is none
   */
  abstract get(key: string, range?: ByteRange, signal?: AbortSignal): Promise<Blob | undefined>;

  abstract facts(key: string): Promise<BlobFacts | undefined>;

  /** Harmless when there is none. */
  abstract remove(key: string): Promise<void>;

  /** All whose keys begin with `prefix`, in no order; those put or removed meanwhile may be among them or not. */
  abstract list(prefix: string): AsyncIterable<BlobFacts>;

  /** Their keys alone, without a look at what lies under them: as {@link list}, and far cheaper. */
  abstract keys(prefix: string): AsyncIterable<string>;

  /**
   * Removes what puts left whose process died before they came to their end. One that still goes on is never touched:
   * only those count whose last bytes came before `before`, by the clock of the store.
   * @returns how many there were
   */
  abstract removeUnfinished(before: Millis): Promise<number>;

  abstract close(): Promise<void>;
}
