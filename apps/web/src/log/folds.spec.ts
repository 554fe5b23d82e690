import fc from 'fast-check';
import { Folds, Hidden } from './folds.js';
import type { Mark } from './marks.js';

const begin = (title: string, name?: string): Mark => ({ kind: 'begin', title, ...(name ? { name } : {}) });
const end = (name?: string): Mark => ({ kind: 'end', ...(name ? { name } : {}) });
const foldsOf = (...marks: [number, Mark][]): Folds => {
  const folds = new Folds();
  for (const [line, mark] of marks) folds.take(mark, line);
  return folds;
};

describe('groups of lines', () => {
  it('are closed once they have ended', () => {
    const folds = foldsOf([2, begin('Install')]);
    expect(folds.hidden()).toEqual([]);
    folds.take(end(), 9);
    expect(folds.hidden()).toEqual([[3, 10]]);
  });

  it('stay open where something in them went wrong', () => {
    expect(foldsOf([2, begin('Install')], [4, { kind: 'error' }], [9, end()]).hidden()).toEqual([[9, 10]]);
  });

  it('stay open where they were watched', () => {
    const folds = foldsOf([2, begin('Install')]);
    folds.isWatched = true;
    folds.take(end(), 9);
    expect(folds.hidden()).toEqual([[9, 10]]);
  });

  it('stay open as sections unless they say otherwise', () => {
    expect(foldsOf([1, begin('A', 'a')], [5, end('a')]).hidden()).toEqual([[5, 6]]);
    expect(foldsOf([1, { kind: 'begin', title: 'A', name: 'a', isCollapsed: true }], [5, end('a')]).hidden()).toEqual([
      [2, 6],
    ]);
  });

  it('stand in each other, and the outer end ends both', () => {
    const folds = foldsOf([0, begin('A', 'a')], [1, begin('B', 'b')], [5, end('a')], [6, end('b')]);
    expect(folds.all.map(({ depth, end: last }) => [depth, last])).toEqual([
      [0, 5],
      [1, 5],
    ]);
    expect(folds.around(3).map(({ title }) => title)).toEqual(['A', 'B']);
  });

  it('open for a line that is asked for', () => {
    const folds = foldsOf([0, begin('A')], [1, begin('B')], [4, end()], [8, end()]);
    expect(new Hidden(folds.hidden()).has(3)).toBe(true);
    folds.reveal(3);
    expect(new Hidden(folds.hidden()).has(3)).toBe(false);
  });

  it('are no more than a page can have', () => {
    const folds = foldsOf(
      ...Array.from({ length: 20_000 }, (_, line): [number, Mark] => [line, line % 2 ? end() : begin('x')]),
    );
    expect(folds.all.length).toBe(5_000);
    const deep = foldsOf(...Array.from({ length: 100 }, (_, line): [number, Mark] => [line, begin('x')]));
    expect(Math.max(...deep.all.map(({ depth }) => depth))).toBe(7);
  });
});

describe('what is hidden', () => {
  it('is counted as it is told line by line', () => {
    const range = fc.tuple(fc.nat(50), fc.nat(10));
    fc.assert(
      fc.property(fc.array(range, { maxLength: 6 }), fc.nat(60), fc.nat(60), (all, a, b) => {
        const folds = new Folds();
        let line = 0;
        for (const [gap, length] of all) {
          folds.take(begin('x'), (line += gap));
          folds.take(end(), (line += length + 1));
          line += 1;
        }
        const hidden = new Hidden(folds.hidden());
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const expected = Array.from({ length: to - from }, (_, n) => hidden.has(from + n)).filter(Boolean).length;
        expect(hidden.countIn(from, to)).toBe(expected);
        for (const fold of folds.all) expect(hidden.has(fold.line)).toBe(false);
      }),
    );
  });
});
