import { cachesToEvict, type KeptCache } from './cache-eviction.js';

const [now, rules] = [10_000, { keptMs: 1_000, bytes: 100 }];
const cache = (blob: string, usedAt: number, bytes: number, isTrusted = true): KeptCache => ({
  blob,
  usedAt,
  bytes,
  isTrusted,
});
const evicted = (...caches: KeptCache[]) => cachesToEvict(caches, rules, now).map(({ blob }) => blob);

describe('caches that must go', () => {
  it('are those that nobody used for long', () => {
    expect(evicted(cache('old', now - 1_001, 1), cache('used', now - 1_000, 1))).toEqual(['old']);
  });

  it('are the least recently used ones beyond the room of their project', () => {
    expect(evicted(cache('first', now - 30, 40), cache('last', now - 10, 40), cache('second', now - 20, 40))).toEqual([
      'first',
    ]);
  });

  it('are none where all fit', () => {
    expect(evicted(cache('a', now, 50), cache('b', now, 50))).toEqual([]);
  });

  it('never go for what came from outside, which has less room of its own', () => {
    const outside = [cache('x', now, 20, false), cache('y', now - 1, 20, false)];
    expect(evicted(cache('own', now - 500, 100), ...outside)).toEqual(['y']);
  });

  it('are what is larger than all of the room, too', () => {
    expect(evicted(cache('huge', now, 101), cache('small', now - 1, 1))).toEqual(['huge', 'small']);
  });
});
