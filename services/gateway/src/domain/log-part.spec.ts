import fc from 'fast-check';
import { rangeOf, startOfTail } from './log-part.js';
import { LineSearch } from './log-search.js';

describe('a range of an output of 10 bytes', () => {
  it.each([
    ['bytes=0-3', { start: 0, end: 4 }],
    ['bytes=4-', { start: 4 }],
    ['bytes=-4', { start: 6 }],
    ['bytes=-40', { start: 0 }],
    ['bytes=9-99', { start: 9, end: 100 }],
    ['bytes=10-', 'beyond'],
    ['bytes=-0', 'beyond'],
    ['bytes=5-3', undefined],
    ['bytes=0-1,3-4', undefined],
    ['bytes=-', undefined],
    ['lines=1-2', undefined],
    ['bytes=9999999999999999-', undefined],
    [undefined, undefined],
  ])('%s is %j', (header, part) => expect(rangeOf(header, 10)).toEqual(part));
});

const encoded = (text: string) => new TextEncoder().encode(text);

describe('the tail of an output', () => {
  it.each([
    ['a\nb\nc\n', 1, 'c\n'],
    ['a\nb\nc', 2, 'b\nc'],
    ['a\nb\n', 9, 'a\nb\n'],
    ['\n\n\n', 2, '\n\n'],
    ['', 1, ''],
    ['\n', 1, '\n'],
  ])('of %j with %i lines is %j', (text, lines, tail) =>
    expect(new TextDecoder().decode(encoded(text).subarray(startOfTail(encoded(text), lines)))).toBe(tail),
  );
});

const search = (text: string, pieces: Uint8Array[]) => {
  const searching = new LineSearch(text);
  return [...pieces.flatMap(piece => [...searching.feed(piece)]), ...searching.end()];
};

describe('a search', () => {
  it('says the line and the place in bytes, in any case', () =>
    expect(search('ERROR', [encoded('ö\nfine\nan error\n')])).toEqual([{ line: 3, offset: 8, text: 'an error' }]));

  it('shows the part of a long line that has it', () => {
    const [found] = search('needle', [encoded(`${'x'.repeat(60_000)}needle`)]);
    expect(found?.text).toContain('needle');
    expect(found?.text.length).toBeLessThanOrEqual(500);
  });

  it('does not keep a line that never ends', () => {
    const piece = encoded('y'.repeat(100_000));
    expect(search('needle', [piece, piece, piece, encoded('\nneedle')])).toEqual([
      { line: 2, offset: 300_001, text: 'needle' },
    ]);
  });

  it('finds the same however the output is cut', () => {
    const line = fc.string({ unit: fc.constantFrom('a', 'b', 'ä', '\n'), maxLength: 40 });
    fc.assert(
      fc.property(line, fc.array(fc.nat(80), { maxLength: 6 }), (text, cuts) => {
        const bytes = encoded(text);
        const places = [0, ...cuts.map(cut => Math.min(cut, bytes.length)), bytes.length].sort((a, b) => a - b);
        const pieces = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
        const lines = text.split('\n');
        const expected = lines.flatMap((one, index) => (one.includes('ab') ? [index + 1] : []));
        expect(search('ab', pieces).map(found => found.line)).toEqual(expected);
      }),
    );
  });
});
