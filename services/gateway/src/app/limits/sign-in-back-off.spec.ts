import { accountRule, addressRule, waitAfter } from '../../domain/limits/back-off.js';
import { Counting, type Span } from './ports.js';
import { CountedBackOff, type SignInBackOff } from './sign-in-back-off.js';

class FakeCounting extends Counting {
  now = 0;
  private readonly spans = new Map<string, { count: number; until: number }>();

  async add(key: string, ttlMs: number): Promise<Span> {
    const span = this.current(key);
    const next = { count: (span?.count ?? 0) + 1, leftMs: span?.leftMs ?? ttlMs };
    this.spans.set(key, { count: next.count, until: this.now + next.leftMs });
    return next;
  }

  async look(key: string): Promise<Span | undefined> {
    return this.current(key);
  }

  private current(key: string): Span | undefined {
    const span = this.spans.get(key);
    return span && span.until > this.now ? { count: span.count, leftMs: span.until - this.now } : undefined;
  }

  async set(key: string, count: number, ttlMs: number): Promise<void> {
    this.spans.set(key, { count, until: this.now + ttlMs });
  }

  async clear(key: string): Promise<void> {
    this.spans.delete(key);
  }

  get keys(): string[] {
    return [...this.spans.keys()];
  }
}

const hour = 3_600_000;
const world = () => {
  const counting = new FakeCounting();
  const backOff: SignInBackOff = new CountedBackOff(counting);
  /** One wrong password. @returns whether it was looked at. */
  const guess = async (account: string, ip: string): Promise<boolean> => {
    if ((await backOff.waitMs(account, ip)) > 0) return false;
    await backOff.failed(account, ip);
    return true;
  };
  return { counting, backOff, guess };
};

describe('guessing passwords', () => {
  it('1,000 times in 1,000 seconds has 14 passwords looked at', async () => {
    const { counting, guess } = world();
    let lookedAt = 0;
    for (let n = 0; n < 1_000; n += 1, counting.now += 1_000) if (await guess('ann', '203.0.113.7')) lookedAt += 1;
    // 5 are free, and the waits are then 1, 2, 4, … seconds.
    expect(lookedAt).toBe(14);
  });

  it('from 1,000 addresses is no faster for one account', async () => {
    const { counting, guess } = world();
    let lookedAt = 0;
    for (let n = 0; n < 1_000; n += 1, counting.now += 1_000)
      if (await guess('ann', `10.0.${n >> 8}.${n & 255}`)) lookedAt += 1;
    expect(lookedAt).toBe(14);
  });

  it('of 1,000 accounts from one address is slowed down as well', async () => {
    const { counting, guess } = world();
    let lookedAt = 0;
    for (let n = 0; n < 1_000; n += 1, counting.now += 1_000) if (await guess(`user${n}`, '203.0.113.7')) lookedAt += 1;
    expect(lookedAt).toBeLessThan(35);
  });

  it('1,000 times at once has 5 passwords looked at', async () => {
    const { backOff, counting } = world();
    const waits = await Promise.all(Array.from({ length: 1_000 }, () => backOff.waitMs('ann', '203.0.113.7')));
    expect(waits.filter(ms => ms === 0)).toHaveLength(5);
    await Promise.all(Array.from({ length: 5 }, () => backOff.failed('ann', '203.0.113.7')));
    expect(await backOff.waitMs('ann', '203.0.113.7')).toBe(1_000);
    expect(counting.keys.length).toBeLessThan(10);
  });

  it('is the same account however it is spelled, and takes no room by its length', async () => {
    const { backOff, counting } = world();
    for (let n = 0; n < 6; n += 1) await backOff.failed(n % 2 ? ' ANN' : 'ann', '203.0.113.7');
    expect(await backOff.waitMs('Ann ', '198.51.100.1')).toBeGreaterThan(0);
    await backOff.failed('x'.repeat(1_000_000), '203.0.113.7');
    for (const key of counting.keys) expect(key.length).toBeLessThan(100);
  });
});

describe('signing in', () => {
  it('is not slowed down by a few mistakes, nor by those of others elsewhere', async () => {
    const { backOff } = world();
    for (let n = 0; n < 4; n += 1) await backOff.failed('ann', '203.0.113.7');
    expect(await backOff.waitMs('ann', '203.0.113.7')).toBe(0);
    for (let n = 0; n < 9; n += 1) await backOff.failed('bob', '198.51.100.1');
    expect(await backOff.waitMs('ann', '203.0.113.7')).toBe(0);
  });

  it('forgets the failures of the account, and not those of the address', async () => {
    const { backOff } = world();
    for (let n = 0; n < 19; n += 1) await backOff.failed('ann', '203.0.113.7');
    await backOff.succeeded('ann', '203.0.113.7');
    expect(await backOff.waitMs('ann', '203.0.113.7')).toBe(0);
    await backOff.failed('ann', '203.0.113.7');
    expect(await backOff.waitMs('ann', '203.0.113.7')).toBeGreaterThan(0);
    expect(await backOff.waitMs('ann', '198.51.100.1')).toBe(0);
  });

  it('never waits longer than a quarter of an hour, and is free again after a day', async () => {
    const { backOff, counting } = world();
    for (let n = 0; n < 100; n += 1) await backOff.failed('ann', `10.0.0.${n}`);
    expect(await backOff.waitMs('ann', '203.0.113.7')).toBe(accountRule.mostMs);
    counting.now += 25 * hour;
    expect(await backOff.waitMs('ann', '203.0.113.7')).toBe(0);
  });

  it.each([accountRule, addressRule])('waits twice as long each time (%o)', rule => {
    const waits = [rule.free - 1, rule.free, rule.free + 1, rule.free + 2, 10_000].map(n => waitAfter(n, rule));
    expect(waits).toEqual([0, 1_000, 2_000, 4_000, rule.mostMs]);
  });
});
