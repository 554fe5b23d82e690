import { spanOf } from './places.js';

const text = 'name: web\nstagse:\n  - run: make all\n\nlast';
const marked = (line: number, column: number) => {
  const { from, to } = spanOf(text, { line, column });
  return text.slice(from, to);
};

describe('the mark of a finding', () => {
  it.each([
    [1, 1, 'name'],
    [2, 1, 'stagse'],
    [3, 10, 'make'],
    [3, 99, '- run: make all'],
    [5, 1, 'last'],
  ])('at line %d, column %d, is at "%s"', (line, column, word) => expect(marked(line, column)).toBe(word));

  it('lies in the text wherever the finding says it is', () => {
    for (const [line, column] of [
      [0, 0],
      [4, 1],
      [99, 1],
      [-5, -5],
      [1, 1e9],
    ] as const) {
      const { from, to } = spanOf(text, { line, column });
      expect(from >= 0 && from <= to && to <= text.length).toBe(true);
    }
    expect(spanOf('', { line: 1, column: 1 })).toEqual({ from: 0, to: 0 });
  });
});
