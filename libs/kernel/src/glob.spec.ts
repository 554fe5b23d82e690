import fc from 'fast-check';
import { globOf, matches } from './glob.js';

const match = (pattern: string, text: string) => matches(globOf(pattern), text);

describe('a glob', () => {
  it.each([
    ['main', 'main', 'mainline'],
    ['release/*', 'release/1.2', 'release/1/2'],
    ['release/**', 'release/1/2', 'release'],
    ['*', 'main', 'a/b'],
    ['**', 'a/b/c', undefined],
    ['v?.?', 'v1.2', 'v1.20'],
    ['a?b', 'axb', 'a/b'],
    ['docs/**/*.md', 'docs/a.md', 'docs/a.txt'],
    ['docs/**/*.md', 'docs/a/b/c.md', 'a/docs/c.md'],
    ['**/*.ts', 'a.ts', 'a.tsx'],
    ['**/*.ts', 'x/y/a.ts', 'x/y/a.js'],
    ['src/**', 'src/a/b', 'src'],
    ['a**b', 'a/x/b', 'a/x/c'],
    ['v[0-9].[!a-c]', 'v1.d', 'v1.b'],
    ['v[0-9].[^a-c]', 'v1.1', 'v1.a'],
    ['[]x]', ']', '[]x]'],
    ['[!a]b', 'xb', '/b'],
    ['{main,release/*}', 'release/2', 'release'],
    ['a{b,{c,d}e,}f', 'adef', 'adf'],
    ['a{b,{c,d}e,}f', 'af', 'ae'],
    ['a{b', 'a{b', 'ab'],
    ['a[b', 'a[b', 'ab'],
    ['\\*\\{', '*{', 'x{'],
    ['x\\', 'x\\', 'x'],
    ['größe-?', 'größe-ß', 'größe-'],
    ['?', '😀', '😀😀'],
    ['', '', 'a'],
    ['{,a}', '', 'b'],
  ])('%s matches %s, and not %s', (pattern, yes, no) => {
    expect(match(pattern, yes)).toBe(true);
    if (no !== undefined) expect(match(pattern, no)).toBe(false);
  });

  it('means the same as the slow way of trying everything', () => {
    const letters = fc.constantFrom('a', 'b', '/', '*', '**', '?', '**/');
    const patterns = fc.array(letters, { maxLength: 7 }).map(parts => parts.join(''));
    const texts = fc.array(fc.constantFrom('a', 'b', '/'), { maxLength: 8 }).map(parts => parts.join(''));
    fc.assert(
      fc.property(patterns, texts, (pattern, text) => {
        expect(match(pattern, text)).toBe(tried(pattern, text));
      }),
      { numRuns: 20_000 },
    );
  });

  it('with alternatives means any of them', () => {
    const word = fc.array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 3 }).map(parts => parts.join(''));
    const texts = fc.array(fc.constantFrom('a', 'b'), { maxLength: 6 }).map(parts => parts.join(''));
    fc.assert(
      fc.property(word, fc.array(word, { minLength: 1, maxLength: 3 }), word, texts, (before, ways, after, text) => {
        const each = ways.map(way => before + way + after);
        // Stars that meet where the pieces do would mean something else.
        fc.pre(!each.some(one => one.includes('**')));
        const whole = `${before}{${ways.join(',')}}${after}`;
        expect(match(whole, text)).toBe(each.some(one => match(one, text)));
      }),
      { numRuns: 5_000 },
    );
  });

  it('never fails, whatever it is', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (pattern, text) => void match(pattern, text)));
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('{', '}', ',', '[', ']', '*', '\\', '/', 'a') }),
        fc.string({ unit: fc.constantFrom('a', '/', '{', '[') }),
        (pattern, text) => void match(pattern, text),
      ),
    );
  });

  it.each([
    ['stars', `${'a*'.repeat(100)}b`],
    ['double stars', `${'a**'.repeat(100)}b`],
    ['folders', `${'**/'.repeat(100)}b`],
    ['alternatives', `${'{a,a*,*a}'.repeat(60)}b`],
    ['alternatives within alternatives', `${'{a,'.repeat(100)}b${'}'.repeat(100)}*b`],
  ])('of many %s takes no more time than the product of both lengths', (_what, pattern) => {
    const glob = globOf(pattern);
    let steps = 0;
    const counted = glob.map(state =>
      typeof state === 'object' && 'takes' in state
        ? { ...state, takes: (character: string) => ((steps += 1), state.takes(character)) }
        : state,
    );
    const text = `${'a'.repeat(4_999)}c`;
    expect(matches(counted, text)).toBe(false);
    expect(steps).toBeLessThanOrEqual(text.length * glob.length);
    expect(glob.length).toBeLessThanOrEqual(2 * pattern.length + 1);
  });
});

/** The plain meaning, by trying every way. */
const tried = (pattern: string, text: string, start = true): boolean => {
  if (pattern === '') return text === '';
  const stars = /^\*+/.exec(pattern)?.[0].length ?? 0;
  const behind = pattern.slice(stars);
  if (stars >= 2) {
    if (start && behind.startsWith('/') && tried(behind.slice(1), text, true)) return true;
    return anySuffix(text, () => true).some(rest => tried(behind, rest, false));
  }
  if (stars === 1) return anySuffix(text, one => one !== '/').some(rest => tried(behind, rest, false));
  const [sign = '', ...rest] = pattern;
  const [one, ...others] = text;
  if (one === undefined || (sign === '?' ? one === '/' : one !== sign)) return false;
  return tried(rest.join(''), others.join(''), sign === '/');
};

const anySuffix = (text: string, may: (one: string) => boolean): string[] => {
  const rests = [text];
  for (let taken = 0; taken < text.length && may(text[taken] ?? ''); taken += 1) rests.push(text.slice(taken + 1));
  return rests;
};
