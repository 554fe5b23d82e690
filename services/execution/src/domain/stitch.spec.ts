import fc from 'fast-check';
import { endOfCover, stitched } from './stitch.js';

const output = Buffer.from(Array.from({ length: 64 }, (_, at) => at));
const piece = fc
  .tuple(fc.nat(63), fc.integer({ min: 1, max: 20 }))
  .map(([offset, length]) => ({ offset, bytes: output.subarray(offset, offset + length) }));
const pieces = fc.array(piece, { maxLength: 12 }).map(all => all.sort((a, b) => a.offset - b.offset));

describe('stitching', () => {
  it('gives the bytes as they were written, no more than asked for, and never none where there are some', () => {
    fc.assert(
      fc.property(pieces, fc.nat(63), fc.integer({ min: 1, max: 64 }), (given, offset, limit) => {
        const bytes = stitched(given, offset, limit);
        expect(Buffer.from(bytes)).toEqual(output.subarray(offset, offset + bytes.length));
        expect(bytes.length).toBeLessThanOrEqual(limit);
        const covered = given.some(one => one.offset <= offset && one.offset + one.bytes.length > offset);
        if (covered) expect(bytes.length).toBeGreaterThan(0);
      }),
    );
  });

  it('reads everything by pages, each of which begins with a piece', () => {
    const all = [0, 10, 20, 30].map(offset => ({ offset, bytes: output.subarray(offset, offset + 10) }));
    const starts: number[] = [];
    for (let at = 0; at < 40; at += stitched(all, at, 25).length) starts.push(at);
    expect(starts).toEqual([0, 20]);
  });

  it('knows how far pieces go without a gap', () => {
    const all = [
      { offset: 0, length: 10 },
      { offset: 5, length: 10 },
      { offset: 16, length: 4 },
    ];
    expect(endOfCover(all, 0)).toBe(15);
  });
});
