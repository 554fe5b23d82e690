import type { ExecutionId, LatestRun } from '@switchyard/contracts';
import { changeText, percent, standingOf } from './standing.js';

const runs = (...all: [LatestRun['status'], number?][]): LatestRun[] =>
  all.map(([status, ms], n) => ({
    id: String(n) as ExecutionId,
    status,
    createdAt: 'now',
    ...(ms === undefined ? {} : { ms }),
  }));

describe('the last runs of a pipeline', () => {
  it('are rated without those that were cancelled or still run', () => {
    const standing = standingOf(runs(['running'], ['success', 10], ['failed', 30], ['cancelled', 99], ['success', 20]));
    expect(standing).toEqual({ rate: 2 / 3, medianMs: 20 });
    expect(standingOf(runs(['running'], ['cancelled', 5]))).toEqual({});
    expect(standingOf([])).toEqual({});
  });

  it('have a trend when there are enough, and it is more than chance', () => {
    const took = (...times: number[]) =>
      standingOf(runs(...times.map(ms => ['success', ms] as [LatestRun['status'], number])));
    expect(took(20, 21, 22, 10, 10, 10).change).toBeCloseTo(1.1);
    expect(took(5, 5, 5, 10, 10, 10).change).toBe(-0.5);
    expect(took(10, 10, 10, 10, 10, 10)).not.toHaveProperty('change');
    expect(took(90, 10, 10, 10)).not.toHaveProperty('change');
  });

  it('are told in words', () => {
    expect([percent(1), percent(0), percent(0.999), percent(0.001), percent(0.5)]).toEqual([
      '100 %',
      '0 %',
      '99 %',
      '1 %',
      '50 %',
    ]);
    expect([changeText(0.204), changeText(-0.5)]).toEqual(['20 % slower', '50 % faster']);
  });
});
