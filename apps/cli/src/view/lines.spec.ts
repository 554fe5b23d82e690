import fc from 'fast-check';
import { Lines } from './lines.js';

const cut = (text: string, at: number[]) => {
  const places = [0, ...at.map(one => one % (text.length + 1)).sort((a, b) => a - b), text.length];
  return places.slice(1).map((end, index) => text.slice(places[index], end));
};

describe('lines', () => {
  it('are the same however the text is cut', () => {
    const text = fc.array(fc.constantFrom('a', 'long word', '\n', '\r\n', '\r', 'ü')).map(all => all.join(''));
    fc.assert(
      fc.property(text, fc.array(fc.nat()), (whole, at) => {
        const read = (pieces: string[]) => {
          const lines = new Lines();
          return [...pieces.flatMap(piece => lines.add(piece)), lines.flush()];
        };
        expect(read(cut(whole, at))).toEqual(read([whole]));
      }),
      { numRuns: 500 },
    );
  });

  it('show the last state of a progress bar', () => {
    const lines = new Lines();
    expect(lines.add('10 %\r50 %\r')).toEqual([]);
    expect(lines.add('100 %\nnext\r\n')).toEqual(['100 %', 'next']);
  });

  it('give what is left without an end', () => {
    const lines = new Lines();
    expect(lines.add('one\ntwo')).toEqual(['one']);
    expect(lines.flush()).toBe('two');
    expect(lines.flush()).toBeUndefined();
  });

  it('hold a bounded piece of a line that does not end', () => {
    const lines = new Lines();
    const shown = Array.from({ length: 100 }, () => lines.add('x'.repeat(10_000))).flat();
    expect(shown.join('').length).toBeGreaterThan(900_000);
    expect(shown.join('') + (lines.flush() ?? '')).toBe('x'.repeat(1_000_000));
    const bar = new Lines();
    for (let n = 0; n < 10_000; n += 1) bar.add(`${'#'.repeat(80)}\r`);
    expect(bar.flush()?.length).toBe(80);
  });
});
