import type { Millis } from '@switchyard/kernel';
import { loggerOf } from '@switchyard/telemetry';
import type { Redis } from 'ioredis';
import { Cache, LocalCache } from './cache.js';

const log = loggerOf('cache');

/** How long one answer may take, and for how long nobody is asked after one took longer. */
const answeredWithinMs: Millis = 500;
const restMs: Millis = 2_000;

/** A cache in Redis, shared by all processes. While Redis is away every lookup misses, and waits for nothing. */
class RedisCache extends Cache {
  private away = false;
  private restsUntil: Millis = 0;

  constructor(private readonly redis: Redis) {
    super();
    redis.on('error', (error: Error) => this.note(true, error.message));
    redis.on('ready', () => this.note(false, ''));
  }

  get(key: string): Promise<string | undefined> {
    return this.asked(async () => (await this.redis.get(keyOf(key))) ?? undefined);
  }

  async set(key: string, value: string, ttlMs: Millis): Promise<void> {
    await this.asked(() => this.redis.set(keyOf(key), value, 'PX', Math.max(1, Math.round(ttlMs))));
  }

  /** Asked for also while Redis rests: what stays in it is found by others. */
  async delete(key: string): Promise<void> {
    await this.redis.del(keyOf(key)).catch(() => undefined);
  }

  async close(): Promise<void> {
    this.redis.disconnect();
  }

  /** Undefined while Redis is away. One that is silent costs its callers one wait, and not one each. */
  private async asked<Answer>(question: () => Promise<Answer>): Promise<Answer | undefined> {
    if (performance.now() < this.restsUntil) return undefined;
    const askedAt = performance.now();
    return question().catch(() => {
      if (performance.now() - askedAt >= answeredWithinMs - 10) this.restsUntil = performance.now() + restMs;
      return undefined;
    });
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
    new Redis(redisUrl, { enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: answeredWithinMs }),
  );
};
