import fc from 'fast-check';
import { folded, gramsOf, gramsWanted } from './pipeline-name.js';

describe('searching for a part of a name', () => {
  it('finds every name by every part of it, in any case', () => {
    const name = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' });
    fc.assert(
      fc.property(name, fc.nat(), fc.nat(), (text, from, length) => {
        const characters = [...folded(text)];
        const at = from % characters.length;
        const part = characters.slice(at, at + 1 + (length % 10)).join('');
        const has = new Set(gramsOf(text));
        expect(gramsWanted(part).filter(gram => !has.has(gram))).toEqual([]);
      }),
    );
  });

  it.each([
    ['Web Site', 'b s', true],
    ['Web Site', 'WEB', true],
    ['Web Site', 'x', false],
    ['Ｗｅｂ', 'web', true],
    ['web', '.', false],
  ])('tells whether %j has %j: %s', (name, part, is) => {
    const has = gramsOf(name);
    expect(gramsWanted(part).every(gram => has.includes(gram))).toBe(is);
  });

  it('keeps few pieces of the longest name, and asks for few', () => {
    const long = Array.from({ length: 200 }, (_, n) => String.fromCodePoint(0x4e00 + n)).join('');
    expect(gramsOf(long)).toHaveLength(200 + 199 + 198);
    expect(gramsWanted(long)).toHaveLength(8);
  });
});
