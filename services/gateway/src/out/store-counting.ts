import type { Millis } from '@switchyard/kernel';
import type { Counters } from '@switchyard/store';
import { Counting, type Span } from '../app/limits/ports.js';

/** Counts in the cache of the platform. */
export class StoreCounting extends Counting {
  constructor(private readonly counters: Counters) {
    super();
  }

  add(key: string, ttlMs: Millis): Promise<Span> {
    return this.counters.add(key, ttlMs);
  }

  look(key: string): Promise<Span | undefined> {
    return this.counters.look(key);
  }

  set(key: string, count: number, ttlMs: Millis): Promise<void> {
    return this.counters.set(key, count, ttlMs);
  }

  clear(key: string): Promise<void> {
    return this.counters.clear(key);
  }
}
