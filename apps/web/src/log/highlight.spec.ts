import fc from 'fast-check';
import { plain } from './ansi-style.js';
import { lit } from './highlight.js';

const red = { fore: 1 } as const;
const spans = (...texts: string[]) => texts.map((text, n) => ({ text, style: n % 2 ? red : plain }));

describe('what was looked for', () => {
  it('is marked in any case, also across colours', () =>
    expect(lit(spans('an Er', 'ROR here'), 'error')).toEqual([
      { text: 'an ', style: plain },
      { text: 'Er', style: plain, isHit: true },
      { text: 'ROR', style: red, isHit: true },
      { text: ' here', style: red },
    ]));

  it('is not marked where the letters of the other case would not fit', () =>
    expect(lit(spans('İstanbul'), 'stan')).toEqual(spans('İstanbul')));

  it('leaves the text as it is', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'A', ' '), maxLength: 12 });
    fc.assert(
      fc.property(
        fc.array(text, { maxLength: 6 }),
        fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 3 }),
        (texts, wanted) => {
          const found = lit(spans(...texts), wanted);
          expect(found.map(one => one.text).join('')).toBe(texts.join(''));
          const marked = found.flatMap(one => (one.isHit ? [one.text] : [])).join('');
          const hits = wanted === '' ? 0 : texts.join('').toLowerCase().split(wanted).length - 1;
          expect(marked.length).toBe(hits * wanted.length);
        },
      ),
    );
  });
});
