import type { Millis } from '@switchyard/kernel';
import { loggerOf } from '@switchyard/telemetry';
import type { Redis } from 'ioredis';
import { Cache, LocalCache } from './cache.js';

const log = loggerOf('cache');

/** A cache in Redis, shared by all processes. While Redis is away every lookup misses. */
class RedisCache extends Cache {
  private away = false;

  constructor(private readonly redis: Redis) {
    super();
    redis.on('error', (error: Error) => this.note(true, error.message));
    redis.on('ready', () => this.note(false, ''));
  }

  get(key: string): Promise<string | undefined> {
    return this.redis.get(keyOf(key)).then(
      value => value ?? undefined,
      () => undefined,
    );
  }

  async set(key: string, value: string, ttlMs: Millis): Promise<void> {
    await this.redis.set(keyOf(key), value, 'PX', Math.max(1, Math.round(ttlMs))).catch(() => undefined);
  }

  async delete(key: string): Promise<void> {
    await this.redis.del(keyOf(key)).catch(() => undefined);
  }

  async close(): Promise<void> {
    this.redis.disconnect();
  }

  private note(away: boolean, error: string): void {
    if (away && !this.away) log.warn({ error }, 'redis is away, caches miss until it is back');
    this.away = away;
  }
}

const keyOf = (key: string) => `yard:${key}`;

/** Redis where there is one, this process otherwise. */
export const openCache = async ({ redisUrl }: { redisUrl?: string | undefined }): Promise<Cache> => {
  if (!redisUrl) return new LocalCache();
  const { Redis } = await import('ioredis');
  return new RedisCache(
    new Redis(redisUrl, { enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: 500 }),
  );
};
