import fc from 'fast-check';
import { ByteCache, pageBytes } from './byte-cache.js';

const size = pageBytes * 6 + 1_000;
const whole = Uint8Array.from({ length: size }, (_, at) => (at * 31 + (at >> 8)) & 0xff);

/** What a reader does: reads at once, or fetches first what is missing. */
const readThrough = (
  cache: ByteCache,
  start: number,
  end: number,
): { bytes: Uint8Array | undefined; fetched: number } => {
  const missing = cache.missing({ start, end });
  if (missing) cache.put(missing.start, whole.subarray(missing.start, Math.min(missing.end, size)));
  return { bytes: cache.read({ start, end }), fetched: missing ? missing.end - missing.start : 0 };
};

describe('the bytes at hand', () => {
  it('are those of the output, wherever it is read, and never more than is allowed', () => {
    const range = fc.tuple(fc.nat(size), fc.nat(20_000));
    fc.assert(
      fc.property(fc.array(range, { minLength: 1, maxLength: 30 }), ranges => {
        const cache = new ByteCache(pageBytes * 3);
        for (const [start, length] of ranges) {
          const end = Math.min(size, start + length);
          const { bytes } = readThrough(cache, start, end);
          expect(Buffer.compare(bytes ?? new Uint8Array(1), whole.subarray(start, end))).toBe(0);
          expect(cache.kept).toBeLessThanOrEqual(pageBytes * 3);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('come piece by piece, as they are written', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 70_000 }), { minLength: 1, maxLength: 12 }), lengths => {
        const cache = new ByteCache();
        let at = 0;
        for (const length of lengths) {
          cache.put(at, whole.subarray(at, at + length));
          at += length;
          expect(Buffer.compare(cache.read({ start: 0, end: at }) ?? new Uint8Array(1), whole.subarray(0, at))).toBe(0);
        }
        expect(cache.missing({ start: 0, end: at })).toBeUndefined();
        expect(cache.missing({ start: 0, end: at + 1 })).toMatchObject({
          end: (Math.floor(at / pageBytes) + 1) * pageBytes,
        });
      }),
      { numRuns: 30 },
    );
  });

  it('forget what was not used for longest', () => {
    const cache = new ByteCache(pageBytes * 2);
    for (const page of [0, 1]) readThrough(cache, page * pageBytes, page * pageBytes + 1);
    expect(cache.read({ start: 0, end: 10 })?.length).toBe(10);
    readThrough(cache, 2 * pageBytes, 2 * pageBytes + 1);
    expect(cache.missing({ start: 0, end: 10 })).toBeUndefined();
    expect(cache.missing({ start: pageBytes, end: pageBytes + 10 })).toEqual({ start: pageBytes, end: 2 * pageBytes });
  });

  it('do not take the end of a page without its beginning', () => {
    const cache = new ByteCache();
    cache.put(100, whole.subarray(100, 200));
    expect(cache.read({ start: 100, end: 200 })).toBeUndefined();
    expect(cache.missing({ start: 100, end: 200 })).toEqual({ start: 0, end: pageBytes });
  });
});
