import { Clock } from '@switchyard/kernel';
import { cachesToEvict, type EvictionRules } from '../../domain/cache-eviction.js';
import { CacheShelf } from './ports.js';

/** Removes caches by age and size. Doing it twice, or in several processes, is harmless. */
export class EvictCaches {
  constructor(
    private readonly shelf: CacheShelf,
    private readonly clock: Clock,
    private readonly rules: EvictionRules,
  ) {}

  /** @returns how many were removed */
  async run(): Promise<number> {
    const { caches, leftovers } = await this.shelf.all();
    const evicted = [...caches.values()].flatMap(own => cachesToEvict(own, this.rules, this.clock.now()));
    for (const blob of [...evicted.map(one => one.blob), ...leftovers]) await this.shelf.remove(blob);
    return evicted.length;
  }
}
