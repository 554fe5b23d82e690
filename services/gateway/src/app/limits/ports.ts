import type { Millis } from '@switchyard/kernel';

export interface Span {
  /** How often since the span began. */
  count: number;
  /** Until it is over. */
  leftMs: Millis;
}

/** Counts what happens in spans of time, for all replicas together where they share a cache. It never fails. */
export abstract class Counting {
  /** Counts one more; the first begins a span of `ttlMs`. */
  abstract add(key: string, ttlMs: Millis): Promise<Span>;
  abstract look(key: string): Promise<Span | undefined>;
  /** Begins a span, whatever was there. */
  abstract set(key: string, count: number, ttlMs: Millis): Promise<void>;
  abstract clear(key: string): Promise<void>;
}
