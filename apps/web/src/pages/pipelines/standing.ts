import type { LatestRun } from '@switchyard/contracts';

/** How the last runs were; newest first, as they come. */
export interface RunsStanding {
  /** Of those that ended well or badly, 0 to 1. */
  rate?: number;
  /** Half of them took no longer. */
  medianMs?: number;
  /** How much longer the newer half took than the older one: 0.2 is a fifth. Absent where that says nothing. */
  change?: number;
}

/** With fewer in each half, one slow run would be a trend. */
const leastInHalf = 3;
/** What is less is called no change. */
const leastChange = 0.05;

export const standingOf = (runs: readonly LatestRun[]): RunsStanding => {
  const told = runs.filter(({ status }) => status === 'success' || status === 'failed' || status === 'timeout');
  const times = told.flatMap(({ ms }) => (ms === undefined ? [] : [ms]));
  const medianMs = median(times);
  const change = changeOf(times);
  return {
    ...(told.length === 0 ? {} : { rate: told.filter(({ status }) => status === 'success').length / told.length }),
    ...(medianMs === undefined ? {} : { medianMs }),
    ...(change === undefined ? {} : { change }),
  };
};

const changeOf = (times: readonly number[]): number | undefined => {
  const half = Math.floor(times.length / 2);
  const [newer, older] = [median(times.slice(0, half)), median(times.slice(half))];
  if (half < leastInHalf || newer === undefined || !older) return undefined;
  const change = newer / older - 1;
  return Math.abs(change) < leastChange ? undefined : change;
};

const median = (values: readonly number[]): number | undefined => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length / 2) - 1)];
};

export const percent = (share: number): string => {
  // Not all: never shown as if it were.
  const rounded = share < 1 ? Math.min(99, Math.round(share * 100)) : 100;
  return `${share > 0 ? Math.max(1, rounded) : 0} %`;
};

/** `12 % slower` */
export const changeText = (change: number): string =>
  `${Math.round(Math.abs(change) * 100)} % ${change > 0 ? 'slower' : 'faster'}`;
