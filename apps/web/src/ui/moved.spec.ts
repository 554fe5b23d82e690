import { moved } from './moved.js';

describe('the chosen row', () => {
  const rows = ['a', 'b', 'c'];
  it.each([
    [undefined, 1, 'a'],
    [undefined, -1, 'c'],
    ['a', 1, 'b'],
    ['c', 1, 'c'],
    ['a', -1, 'a'],
    ['gone', 1, 'a'],
  ])('goes from %s by %d to %s', (from, by, to) => expect(moved(rows, from, by)).toBe(to));
  it('is none where there are none', () => expect(moved([], undefined, 1)).toBeUndefined());
});
