import { retryCauses } from '@switchyard/contracts/words';
import type { RetryPolicy } from './model.js';
import { field, type Found, listOf, oneOf, record, seconds, valuesOf, whole } from './shape.js';

const backoff = record(
  { initial: field(seconds(0)), factor: field(whole(1, 10)), max: field(seconds(0)) },
  'backoff (initial, factor, max)',
);
export const retry = record(
  { limit: field(whole(0, 100)), on: field(listOf(oneOf(retryCauses))), backoff: field(backoff) },
  'retry (limit, on, backoff)',
);
export const retryCount = whole(0, 100);

type RawRetry = Found<typeof retry>;

/** The keys that stages, steps and pipelines share, where they are given. */
export const optional = (timeoutSeconds: number | undefined, retry: RetryPolicy | undefined) => ({
  ...(timeoutSeconds === undefined ? {} : { timeoutSeconds: Math.ceil(timeoutSeconds) }),
  ...(retry === undefined ? {} : { retry }),
});

const usualBackoff = { initialMs: 1_000, factor: 2, maxMs: 60_000 };

/** `retry_count: n` repeats everything a step may fail with; `retry:` says which. */
export const retryOf = (retry: RawRetry | undefined, count: number | undefined): RetryPolicy | undefined => {
  if (!retry)
    return count === undefined
      ? undefined
      : { limit: count, on: ['platform', 'user', 'timeout'], backoff: usualBackoff };
  const { initial, factor, max } = valuesOf(retry.values.backoff);
  return {
    limit: retry.values.limit ?? 1,
    on: retry.values.on ?? ['platform', 'user', 'timeout'],
    backoff: {
      initialMs: initial === undefined ? usualBackoff.initialMs : Math.round(initial * 1_000),
      factor: factor ?? usualBackoff.factor,
      maxMs: max === undefined ? usualBackoff.maxMs : Math.round(max * 1_000),
    },
  };
};
