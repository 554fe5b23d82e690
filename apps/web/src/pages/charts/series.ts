import type { DayFigures, Statistics } from '@switchyard/contracts';

/** Columns as uPlot takes them: seconds since 1970, then values; null where there is none. */
export type Series = [times: number[], ...values: (number | null)[][]];

const timesOf = (days: readonly DayFigures[]): number[] =>
  days.map(({ day }) => Date.parse(`${day}T00:00:00Z`) / 1_000);

/** Runs of each day, the one above the other: all, those that did not succeed, and those that failed. */
export const runSeries = ({ perDay }: Pick<Statistics, 'perDay'>): Series => [
  timesOf(perDay),
  perDay.map(({ runs }) => runs),
  perDay.map(({ runs, success }) => runs - success),
  perDay.map(({ failed, timeout }) => failed + timeout),
];

/** Seconds, half and 95 of 100 of each day. */
export const spanSeries = ({ perDay }: Pick<Statistics, 'perDay'>, of: 'duration' | 'queue'): Series => [
  timesOf(perDay),
  perDay.map(day => secondsOf(day[of]?.p50)),
  perDay.map(day => secondsOf(day[of]?.p95)),
];

export const rateSeries = ({ perDay }: Pick<Statistics, 'perDay'>): Series => [
  timesOf(perDay),
  perDay.map(({ successRate }) => (successRate === undefined ? null : successRate * 100)),
];

const secondsOf = (ms: number | undefined): number | null => (ms === undefined ? null : ms / 1_000);
