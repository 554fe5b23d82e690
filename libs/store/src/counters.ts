import type { Millis } from '@switchyard/kernel';

export interface Count {
  /** How often since it began. */
  count: number;
  /** Until it begins anew. */
  leftMs: Millis;
}

/** Counts what happens in spans of time. Losing all of it is a non-event: counting then begins anew. */
export abstract class Counters {
  /** Counts one more. The first begins a span of `ttlMs`, which later ones do not prolong. */
  abstract add(key: string, ttlMs: Millis): Promise<Count>;
  /** The count of a span that is not over. */
  abstract look(key: string): Promise<Count | undefined>;
  /** Begins a span with a count, whatever was there. */
  abstract set(key: string, count: number, ttlMs: Millis): Promise<void>;
  abstract clear(key: string): Promise<void>;
  /** Where counts are kept. @throws when they cannot be reached now, and each process counts for itself. */
  abstract ping(): Promise<string>;
  abstract close(): Promise<void>;
}

/** Keys kept in the process at most: 100 bytes each. */
const mostKeys = 100_000;

/** Counters in this process. When there are too many, the one that began first is forgotten. */
export class LocalCounters extends Counters {
  private readonly spans = new Map<string, { count: number; until: Millis }>();

  constructor(private readonly now: () => Millis = () => performance.now()) {
    super();
  }

  async add(key: string, ttlMs: Millis): Promise<Count> {
    const count = (this.current(key)?.count ?? 0) + 1;
    if (count === 1) await this.set(key, 1, ttlMs);
    else this.spans.set(key, { count, until: this.spans.get(key)?.until ?? 0 });
    return { count, leftMs: (this.spans.get(key)?.until ?? 0) - this.now() };
  }

  async look(key: string): Promise<Count | undefined> {
    const span = this.current(key);
    return span && { count: span.count, leftMs: span.until - this.now() };
  }

  async set(key: string, count: number, ttlMs: Millis): Promise<void> {
    this.spans.delete(key);
    this.spans.set(key, { count, until: this.now() + ttlMs });
    const [oldest] = this.spans.keys();
    if (this.spans.size > mostKeys && oldest !== undefined) this.spans.delete(oldest);
  }

  async clear(key: string): Promise<void> {
    this.spans.delete(key);
  }

  async ping(): Promise<string> {
    return 'in this process';
  }

  async close(): Promise<void> {
    this.spans.clear();
  }

  private current(key: string) {
    const span = this.spans.get(key);
    if (span && span.until > this.now()) return span;
    this.spans.delete(key);
    return undefined;
  }
}
