import { columns, groupsOf, linesOf, median, percentile, ratiosOf, ratioTable, summaryOf } from './figures.js';

const line = (facts: object) => ({ peer: 'switchyard', w: 'W1', ...facts });

describe('figures', () => {
  it.each([
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[7], 7],
  ])('has the median of %j', (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  it('takes percentiles by nearest rank', () => {
    const values = Array.from({ length: 100 }, (_, at) => 100 - at);
    expect([0, 0.5, 0.95, 1].map(part => percentile(values, part))).toEqual([1, 50, 95, 100]);
    expect(percentile([10, 20], 0.5)).toBe(10);
  });

  it('sums values up, and refuses to sum up none', () => {
    expect(summaryOf([1, 2, 3.456])).toEqual({ n: 3, min: 1, p50: 2, p95: 3.46, max: 3.46 });
    expect(() => summaryOf([])).toThrow('no value');
  });

  it('reads lines among other output', () => {
    expect(linesOf('\n> npm\n{"peer":"a","w":"W1"}\nbye\n')).toEqual([{ peer: 'a', w: 'W1' }]);
  });

  it('groups rounds by peer and measurement, with failures apart', () => {
    const groups = groupsOf([
      line({ w: 'meta', cores: 2 }),
      line({ finished_ms: { n: 30, min: 1, p50: 10 }, round: 0 }),
      line({ finished_ms: { n: 30, min: 1, p50: 14 }, round: 1 }),
      line({ error: 'Error: lost\n  at x' }),
      line({ peer: 'other', finished_ms: { p50: 20 } }),
      line({ w: 'W5', skipped: 'keeps no list' }),
      line({ w: 'growth', curve: 'stored', at: 100, writes: 9 }),
    ]);
    expect(groups.map(({ peer, key, rounds }) => [peer, key, rounds])).toEqual([
      ['switchyard', 'W1', 2],
      ['other', 'W1', 1],
      ['switchyard', 'growth stored@100', 1],
    ]);
    expect([...(groups[0]?.figures ?? [])]).toEqual([['finished_ms.p50', 12]]);
    expect(groups[0]?.errors).toEqual(['Error: lost']);
  });

  it('puts ours beside each peer that measured the same', () => {
    const mine = groupsOf([line({ finished_ms: { p50: 10 }, load1: 1 }), line({ w: 'W3', overhead_ms: 50 })]);
    const theirs = groupsOf([
      line({ peer: 'a', finished_ms: { p50: 20 }, load1: 2 }),
      line({ peer: 'b', finished_ms: { p50: 0 } }),
    ]);
    expect(ratiosOf(mine, theirs)).toEqual([
      { key: 'W1', path: 'finished_ms.p50', mine: 10, peer: 'a', theirs: 20, ratio: 0.5 },
      { key: 'W1', path: 'finished_ms.p50', mine: 10, peer: 'b', theirs: 0, ratio: undefined },
    ]);
    expect(
      ratioTable(ratiosOf(mine, theirs))
        .split('\n')
        .map(row => row.split(/\s+/).at(-1)),
    ).toEqual(['ratio', '0.50', '-']);
  });

  it('lines columns up', () => {
    expect(
      columns([
        ['a', 'bb', 'c'],
        ['aaa', 'b', '10'],
      ]),
    ).toBe('a    bb   c\naaa  b   10');
  });
});
