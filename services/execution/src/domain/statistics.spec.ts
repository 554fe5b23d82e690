import type { PipelineId, StepId } from '@switchyard/contracts';
import type { EndedStep } from './ended-run.js';
import {
  type DayGroup,
  figuresOf,
  flakiestOf,
  perDayOf,
  type RanSteps,
  slowestOf,
  startOf,
  stepFiguresOf,
} from './statistics.js';

const group = (over: Partial<DayGroup>): DayGroup => ({
  day: '2026-11-27',
  status: 'success',
  count: 1,
  queueMs: [],
  ms: [],
  ...over,
});
const ran = (name: string, sameness: string, over: Partial<EndedStep> = {}, pipelineName = 'web'): RanSteps => ({
  pipelineId: pipelineName as PipelineId,
  pipelineName,
  sameness,
  steps: [{ id: name as StepId, name, ok: 1, failed: 0, ...over }],
});

describe('statistics', () => {
  it('count how executions ended; cancelled ones make no rate worse', () => {
    const figures = figuresOf([
      group({ count: 6 }),
      group({ status: 'failed', count: 2 }),
      group({ status: 'timeout' }),
      group({ status: 'cancelled', count: 5 }),
    ]);
    expect(figures).toEqual({ runs: 14, success: 6, failed: 2, timeout: 1, cancelled: 5, successRate: 0.6667 });
    expect(figuresOf([group({ status: 'cancelled' })])).not.toHaveProperty('successRate');
  });

  it('take percentiles by nearest rank: a value that there was', () => {
    const hundred = Array.from({ length: 100 }, (_, n) => 100 - n);
    expect(figuresOf([group({ ms: hundred })]).duration).toEqual({ p50: 50, p95: 95 });
    expect(figuresOf([group({ ms: [7] })]).duration).toEqual({ p50: 7, p95: 7 });
    expect(figuresOf([group({ ms: [9, 1], queueMs: [3, 1, 2] })])).toMatchObject({
      duration: { p50: 1, p95: 9 },
      queue: { p50: 2, p95: 3 },
    });
    expect(figuresOf([group({ status: 'cancelled', ms: [1] })])).not.toHaveProperty('duration');
  });

  it('have a row for every day of the period', () => {
    const now = Date.parse('2026-11-27T10:00:00.000Z');
    const since = startOf(now, 3);
    const days = perDayOf([group({ count: 2 })], since, now);
    expect(days.map(({ day, runs }) => [day, runs])).toEqual([
      ['2026-11-25', 0],
      ['2026-11-26', 0],
      ['2026-11-27', 2],
    ]);
    expect(startOf(now, 1)).toBe(Date.parse('2026-11-27T00:00:00.000Z'));
  });

  it('name the slowest steps', () => {
    const figures = stepFiguresOf([
      ran('lint', 'a', { ms: 1 }),
      ran('lint', 'b', { ms: 2 }),
      ran('e2e', 'a', { ms: 90 }),
      ran('idle', 'a'),
    ]);
    expect(slowestOf(figures).map(({ name, runs, duration }) => [name, runs, duration])).toEqual([
      ['e2e', 1, { p50: 90, p95: 90 }],
      ['lint', 2, { p50: 1, p95: 2 }],
    ]);
    const many = stepFiguresOf(Array.from({ length: 50 }, (_, n) => ran(`s${n}`, 'a', { ms: n })));
    expect(slowestOf(many)).toHaveLength(10);
  });

  it('call a step flaky that failed and succeeded for the same thing, in one execution or in several', () => {
    const figures = stepFiguresOf([
      ran('unit', 'a', { ok: 0, failed: 1 }),
      ran('unit', 'a'),
      ran('unit', 'b'),
      ran('e2e', 'a', { failed: 2 }),
      ran('broken', 'a', { ok: 0, failed: 1 }),
      ran('broken', 'b'),
      ran('unit', 'a', { ok: 0, failed: 1 }, 'other'),
    ]);
    expect(flakiestOf(figures).map(({ name, cases, flaky, runs }) => [name, cases, flaky, runs])).toEqual([
      ['e2e', 1, 1, 1],
      ['unit', 2, 1, 3],
    ]);
  });
});
