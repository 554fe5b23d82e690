import type { DayFigures, ExecutionStatus, Figures, Percentiles, RunCounts, StepFigures } from '@switchyard/contracts';
import type { EndedRun } from './ended-run.js';
import { isoTime, type Millis } from '@switchyard/kernel';

/** Executions of one day that ended one way, with all their times. */
export interface DayGroup {
  day: string;
  status: ExecutionStatus;
  count: number;
  queueMs: Millis[];
  ms: Millis[];
}

/** The steps of one execution. */
export type RanSteps = Pick<EndedRun, 'pipelineId' | 'pipelineName' | 'sameness' | 'steps'>;

/** What one step did in all executions. */
interface StepGroup {
  about: Pick<StepFigures, 'pipelineId' | 'pipelineName' | 'stepId' | 'name'>;
  ms: Millis[];
  runs: number;
  /** By what it ran for. */
  cases: Map<string, { ok: number; failed: number }>;
}

/** Steps in each list of the slowest and the flakiest. */
export const mostListed = 10;

/** By nearest rank: the least value that so many of a hundred do not exceed. */
const percentilesOf = (values: readonly Millis[]): Percentiles | undefined => {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return sorted.length === 0 ? undefined : { p50: at(0.5), p95: at(0.95) };
};

export const figuresOf = (groups: readonly DayGroup[]): Figures => {
  const count = (status: ExecutionStatus) =>
    groups.filter(group => group.status === status).reduce((sum, group) => sum + group.count, 0);
  const counts: Omit<RunCounts, 'runs'> = {
    success: count('success'),
    failed: count('failed'),
    timeout: count('timeout'),
    cancelled: count('cancelled'),
  };
  const told = counts.success + counts.failed + counts.timeout;
  const whole = groups.filter(({ status }) => status !== 'cancelled');
  const [duration, queue] = [
    percentilesOf(whole.flatMap(({ ms }) => ms)),
    percentilesOf(groups.flatMap(({ queueMs }) => queueMs)),
  ];
  return {
    runs: told + counts.cancelled,
    ...counts,
    ...(told > 0 ? { successRate: Math.round((counts.success / told) * 10_000) / 10_000 } : {}),
    ...(duration ? { duration } : {}),
    ...(queue ? { queue } : {}),
  };
};

/** Every day from `since` to `until`, also those on which nothing ran. */
export const perDayOf = (groups: readonly DayGroup[], since: Millis, until: Millis): DayFigures[] => {
  const byDay = Map.groupBy(groups, ({ day }) => day);
  return daysOf(since, until).map(day => ({ day, ...figuresOf(byDay.get(day) ?? []) }));
};

const dayMs: Millis = 86_400_000;

/** The start of the day, in UTC, that lies `days` - 1 days before today. */
export const startOf = (now: Millis, days: number): Millis => Math.floor(now / dayMs) * dayMs - (days - 1) * dayMs;

const daysOf = (since: Millis, until: Millis): string[] =>
  Array.from({ length: Math.floor((until - since) / dayMs) + 1 }, (_, n) => isoTime(since + n * dayMs).slice(0, 10));

/** @param ran newest first: a step is called what it is called now */
export const stepFiguresOf = (ran: readonly RanSteps[]): StepFigures[] => {
  const groups = new Map<string, StepGroup>();
  for (const { pipelineId, pipelineName, sameness, steps } of ran)
    for (const { id, name, ms, ok, failed } of steps) {
      const key = `${pipelineId} ${id}`;
      const about = { pipelineId, pipelineName, stepId: id, name };
      const group = groups.get(key) ?? {
        about,
        ms: [],
        runs: 0,
        cases: new Map<string, { ok: number; failed: number }>(),
      };
      groups.set(key, group);
      group.runs += 1;
      if (ms !== undefined) group.ms.push(ms);
      const one = group.cases.get(sameness) ?? { ok: 0, failed: 0 };
      group.cases.set(sameness, { ok: one.ok + ok, failed: one.failed + failed });
    }
  return [...groups.values()].map(({ about, ms, runs, cases }) => {
    const duration = percentilesOf(ms);
    const flaky = [...cases.values()].filter(({ ok, failed }) => ok > 0 && failed > 0).length;
    return { ...about, runs, ...(duration ? { duration } : {}), cases: cases.size, flaky };
  });
};

export const slowestOf = (steps: readonly StepFigures[]): StepFigures[] =>
  steps
    .filter(({ duration }) => duration !== undefined)
    .sort((a, b) => (b.duration?.p50 ?? 0) - (a.duration?.p50 ?? 0))
    .slice(0, mostListed);

/** By the share of cases, and among the same share by how many they are. */
export const flakiestOf = (steps: readonly StepFigures[]): StepFigures[] =>
  steps
    .filter(({ flaky }) => flaky > 0)
    .sort((a, b) => b.flaky / b.cases - a.flaky / a.cases || b.flaky - a.flaky)
    .slice(0, mostListed);
