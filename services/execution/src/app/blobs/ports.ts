import type { Millis } from '@switchyard/kernel';

/** Everything that connectors put into the blob store. */
export abstract class BlobShelf {
  /** In no order; those put or removed meanwhile may be among them or not. */
  abstract keys(): AsyncIterable<string>;
  /** Undefined for one that is gone, or is so damaged that nobody can say. */
  abstract facts(key: string): Promise<{ at: Millis; bytes: number } | undefined>;
  /** Harmless when it is gone. */
  abstract remove(key: string): Promise<void>;
  /** Of puts whose process died, that got their last bytes before `before`. @returns how many */
  abstract removeUnfinished(before: Millis): Promise<number>;
}
