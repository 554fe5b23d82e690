import fc from 'fast-check';
import { cutAnywhere } from './cut.story.js';
import { LineIndex, linesPerBlock, longestShown } from './line-index.js';

const encoded = (text: string) => new TextEncoder().encode(text);

const indexOf = (pieces: Uint8Array[]): LineIndex => {
  const index = new LineIndex();
  for (const piece of pieces) index.append(piece);
  return index;
};

const blocksOf = (index: LineIndex) =>
  Array.from({ length: index.blocks }, (_, block) => ({ ...index.bytesIn(block), lines: index.linesIn(block) }));

describe('an index of lines', () => {
  it.each([
    ['', 0],
    ['one', 1],
    ['one\n', 1],
    ['one\ntwo', 2],
    ['\n\n', 2],
  ])('of %j counts %i', (text, lines) => expect(indexOf([encoded(text)]).lines).toBe(lines));

  it('knows where every 64th line begins, however the bytes are cut', () => {
    const line = fc.string({ unit: fc.constantFrom('a', 'ä', '€', '\n', '\n', '\n'), maxLength: 400 });
    fc.assert(
      fc.property(line, fc.array(fc.nat(800), { maxLength: 8 }), (text, cuts) => {
        const bytes = encoded(text);
        const lines = text.split(/(?<=\n)/).filter(one => one !== '');
        const blocks = Array.from({ length: Math.ceil(lines.length / linesPerBlock) }, (_, block) => {
          const start = encoded(lines.slice(0, block * linesPerBlock).join('')).length;
          const own = lines.slice(block * linesPerBlock, (block + 1) * linesPerBlock);
          return { start, end: start + encoded(own.join('')).length, lines: own.length };
        });
        expect(blocksOf(indexOf(cutAnywhere(bytes, cuts)))).toEqual(blocks);
      }),
    );
  });

  it('shows the beginning of a long line, and all of the others', () => {
    const long = 'x'.repeat(longestShown + 10);
    const text = `before\n${long}\nafter\n${long}`;
    const index = indexOf(cutAnywhere(encoded(text), [5, 100, 9_000]));
    expect(index.longIn(0).map(one => [one.line, one.end - one.start])).toEqual([
      [1, long.length],
      [3, long.length],
    ]);
    const shown = index.shownIn(0).map(({ start, end }) => text.slice(start, end));
    const beginning = long.slice(0, longestShown);
    expect(shown.join('')).toBe(`before\n${beginning}\nafter\n${beginning}`);
    expect(index.longIn(1)).toEqual([]);
  });

  it('never shows more than a bounded part of a block', () => {
    const lengths = fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 200 });
    fc.assert(
      fc.property(lengths, all => {
        const index = indexOf([encoded(all.map(length => 'y'.repeat(length)).join('\n'))]);
        for (let block = 0; block < index.blocks; block += 1) {
          const shown = index.shownIn(block).reduce((sum, { start, end }) => sum + end - start, 0);
          expect(shown).toBeLessThanOrEqual(linesPerBlock * (longestShown + 1));
        }
      }),
      { numRuns: 20 },
    );
  });

  it('takes a million lines at once in a small place', () => {
    const index = indexOf([new Uint8Array(1_000_000).fill(0x0a)]);
    expect([index.lines, index.blocks, index.bytesIn(15_624)]).toEqual([
      1_000_000,
      15_625,
      { start: 999_936, end: 1_000_000 },
    ]);
  });
});
