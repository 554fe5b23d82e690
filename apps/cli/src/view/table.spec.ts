import { between, duration } from './duration.js';
import { fit, table, width } from './table.js';

describe('a duration', () => {
  it.each([
    [-5, '0 ms'],
    [0, '0 ms'],
    [999.4, '999 ms'],
    [999.6, '1.0 s'],
    [1_340, '1.3 s'],
    [9_960, '10 s'],
    [59_400, '59 s'],
    [59_600, '1 min 0 s'],
    [185_000, '3 min 5 s'],
    [3_599_600, '1 h 0 min'],
    [7_800_000, '2 h 10 min'],
  ])('of %d ms reads %s', (ms, words) => expect(duration(ms)).toBe(words));

  it('runs to now where there is no end, and is empty where there is no start', () => {
    const from = '2026-11-23T10:00:00.000Z';
    expect(between(from, '2026-11-23T10:00:02.000Z', 0)).toBe('2.0 s');
    expect(between(from, undefined, Date.parse(from) + 40)).toBe('40 ms');
    expect(between(undefined, undefined, 0)).toBe('');
  });
});

describe('a table', () => {
  it('lines up names of any script, and leaves no space at the end', () => {
    expect(
      table(
        ['step', 'status'],
        [
          ['建てる', 'ok'],
          ['x', 'failed'],
          ['é🚀', ''],
        ],
      ),
    ).toEqual(['step    status', '建てる  ok', 'x       failed', 'é🚀']);
  });

  it('gives colours no room', () => {
    const red = (cell: string) => `\x1b[31m${cell}\x1b[39m`;
    expect(table(['a', 'b'], [['long', 'x']], red)[0]).toBe('\x1b[31ma\x1b[39m     \x1b[31mb\x1b[39m');
  });

  it('cuts what is too wide', () => {
    expect(fit('abc', 5)).toBe('abc  ');
    expect(fit('a long name', 6)).toBe('a lon…');
    expect(width(fit('建てる建てる', 6))).toBe(6);
  });
});
