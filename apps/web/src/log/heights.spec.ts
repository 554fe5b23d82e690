import fc from 'fast-check';
import { Heights } from './heights.js';

describe('heights', () => {
  it('are what a plain list of them says', () => {
    const step = fc.oneof(fc.record({ push: fc.nat(100) }), fc.record({ set: fc.nat(60), to: fc.nat(100) }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), fc.nat(4_000), (steps, pixel) => {
        const heights = new Heights();
        const list: number[] = [];
        for (const one of steps) {
          if ('push' in one) {
            heights.push(one.push);
            list.push(one.push);
          } else {
            heights.set(one.set, one.to);
            if (one.set < list.length) list[one.set] = one.to;
          }
        }
        const tops = list.map((_, n) => list.slice(0, n).reduce((sum, height) => sum + height, 0));
        expect(list.map((_, n) => heights.topOf(n))).toEqual(tops);
        expect(heights.total).toBe(list.reduce((sum, height) => sum + height, 0));
        const found = tops.findLastIndex(top => top <= pixel);
        expect(heights.at(pixel)).toBe(Math.max(0, found));
      }),
    );
  });

  it('of a million blocks are found at once', () => {
    const heights = new Heights();
    for (let n = 0; n < 1_000_000; n += 1) heights.push(20);
    heights.set(500_000, 120);
    expect([heights.total, heights.at(10_000_119), heights.at(10_000_120)]).toEqual([20_000_100, 500_000, 500_001]);
  });
});
