import type { DayFigures } from '@switchyard/contracts';
import { rateSeries, runSeries, spanSeries } from './series.js';

const day = (over: Partial<DayFigures>): DayFigures => ({
  day: '2026-11-27',
  runs: 0,
  success: 0,
  failed: 0,
  timeout: 0,
  cancelled: 0,
  ...over,
});
const perDay = [
  day({ day: '2026-11-26' }),
  day({
    runs: 7,
    success: 4,
    failed: 1,
    timeout: 1,
    cancelled: 1,
    successRate: 2 / 3,
    duration: { p50: 1_500, p95: 9_000 },
  }),
];

describe('what is drawn', () => {
  it('stands at the day it is of', () => expect(runSeries({ perDay })[0]).toEqual([1_795_651_200, 1_795_737_600]));
  it('piles up runs: those that failed below those that did not succeed below all', () =>
    expect(runSeries({ perDay }).slice(1)).toEqual([
      [0, 7],
      [0, 3],
      [0, 2],
    ]));
  it('has no value where nothing ran', () => {
    expect(spanSeries({ perDay }, 'duration').slice(1)).toEqual([
      [null, 1.5],
      [null, 9],
    ]);
    expect(spanSeries({ perDay }, 'queue').slice(1)).toEqual([
      [null, null],
      [null, null],
    ]);
    expect(rateSeries({ perDay })[1]?.[0]).toBeNull();
  });
});
