import type { Cache } from '@switchyard/store';
import { ParsedVersions } from '../app/ports.js';

const keptMs = 3_600_000;

export class CachedVersions extends ParsedVersions {
  constructor(private readonly cache: Cache) {
    super();
  }

  get(key: string): Promise<string | undefined> {
    return this.cache.get(key);
  }

  set(key: string, value: string): Promise<void> {
    return this.cache.set(key, value, keptMs);
  }
}
