import type { Millis } from '@switchyard/kernel';

/** Remembers text for a while. Losing any of it, or all, is a non-event: a lookup then just misses. */
export abstract class Cache {
  abstract get(key: string): Promise<string | undefined>;
  abstract set(key: string, value: string, ttlMs: Millis): Promise<void>;
  abstract delete(key: string): Promise<void>;
  abstract close(): Promise<void>;
}

/** Keys kept in the process at most. */
const mostKeys = 10_000;

/** A cache in this process: the least recently used key leaves first. */
export class LocalCache extends Cache {
  private readonly entries = new Map<string, { value: string; until: Millis }>();

  constructor(private readonly now: () => Millis = () => performance.now()) {
    super();
  }

  async get(key: string): Promise<string | undefined> {
    const entry = this.entries.get(key);
    if (!entry) return undefined;
    this.entries.delete(key);
    if (entry.until <= this.now()) return undefined;
    this.entries.set(key, entry);
    return entry.value;
  }

  async set(key: string, value: string, ttlMs: Millis): Promise<void> {
    this.entries.delete(key);
    this.entries.set(key, { value, until: this.now() + ttlMs });
    const [oldest] = this.entries.keys();
    if (this.entries.size > mostKeys && oldest !== undefined) this.entries.delete(oldest);
  }

  async delete(key: string): Promise<void> {
    this.entries.delete(key);
  }

  async close(): Promise<void> {
    this.entries.clear();
  }
}
