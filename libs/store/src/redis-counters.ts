import type { Millis } from '@switchyard/kernel';
import { loggerOf } from '@switchyard/telemetry';
import type { Redis } from 'ioredis';
import { type Count, Counters, LocalCounters } from './counters.js';

const log = loggerOf('counters');

/** How long one answer may take, and for how long nobody is asked after one that failed. */
const answeredWithinMs: Millis = 250;
const restMs: Millis = 2_000;

/** One step for Redis, so that no key is left without an end. */
const addScript = `
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return {count, redis.call('PTTL', KEYS[1])}`;

/** Counters in Redis, shared by all processes. While it is away each process counts for itself, and nobody waits. */
class RedisCounters extends Counters {
  private restsUntil: Millis = 0;
  private readonly local = new LocalCounters();

  constructor(private readonly redis: Redis) {
    super();
    // Heard here, so that it is no crash; each question says so by itself.
    redis.on('error', () => undefined);
    redis.on('ready', () => (this.restsUntil = 0));
  }

  add(key: string, ttlMs: Millis): Promise<Count> {
    return this.asked(
      async () => {
        const [count, leftMs] = (await this.redis.eval(addScript, 1, keyOf(key), whole(ttlMs))) as [number, number];
        return { count, leftMs };
      },
      () => this.local.add(key, ttlMs),
    );
  }

  look(key: string): Promise<Count | undefined> {
    return this.asked(
      async () => {
        const [count, leftMs] = await Promise.all([this.redis.get(keyOf(key)), this.redis.pttl(keyOf(key))]);
        return count === null || leftMs <= 0 ? undefined : { count: Number(count), leftMs };
      },
      () => this.local.look(key),
    );
  }

  set(key: string, count: number, ttlMs: Millis): Promise<void> {
    return this.asked(
      async () => void (await this.redis.set(keyOf(key), count, 'PX', whole(ttlMs))),
      () => this.local.set(key, count, ttlMs),
    );
  }

  async clear(key: string): Promise<void> {
    await this.local.clear(key);
    await this.asked(
      async () => void (await this.redis.del(keyOf(key))),
      () => Promise.resolve(),
    );
  }

  async ping(): Promise<string> {
    await this.redis.ping();
    return 'in Redis';
  }

  async close(): Promise<void> {
    this.redis.disconnect();
  }

  private async asked<Answer>(shared: () => Promise<Answer>, alone: () => Promise<Answer>): Promise<Answer> {
    if (performance.now() < this.restsUntil) return alone();
    return shared().catch((error: unknown) => {
      if (performance.now() >= this.restsUntil)
        log.warn({ error: String(error) }, 'redis is away, each process counts for itself');
      this.restsUntil = performance.now() + restMs;
      return alone();
    });
  }
}

const keyOf = (key: string) => `yard:count:${key}`;
const whole = (ms: Millis) => Math.max(1, Math.round(ms));

/** Redis where there is one, this process otherwise. */
export const openCounters = async ({ redisUrl }: { redisUrl?: string | undefined }): Promise<Counters> => {
  if (!redisUrl) return new LocalCounters();
  const { Redis } = await import('ioredis');
  return new RedisCounters(
    new Redis(redisUrl, { enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: answeredWithinMs }),
  );
};
