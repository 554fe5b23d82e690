import { retryCauses } from '@switchyard/contracts/words';
import type { RetryPolicy } from './model.js';
import { field, type Found, listOf, oneOf, record, seconds, valuesOf, whole } from './shape.js';

const backoff = record(
  { id: 'backoff', what: 'backoff (initial, factor, max)', doc: 'How long a retry waits.' },
  {
    initial: field(seconds(0), { doc: 'Before the first repeat.', default: '1s', example: '5s' }),
    factor: field(whole(1, 10), { doc: 'How much longer before each further one.', default: 2, example: '3' }),
    max: field(seconds(0), { doc: 'Never longer.', default: '1m', example: '10m' }),
  },
);

export const retry = record(
  {
    id: 'retry',
    what: 'retry (limit, on, backoff)',
    doc: 'Repeats of a step that failed. Without it, an attempt is never repeated, also when its machine was lost.',
  },
  {
    limit: field(whole(0, 100), { doc: 'Repeats after the first try.', default: 1, example: '2' }),
    on: field(listOf(oneOf(retryCauses)), {
      doc: 'Which failures are repeated: of the platform, of the step itself, by time.',
      absent: 'all three',
      example: '[platform]',
    }),
    backoff: field(backoff, { doc: 'How long it waits.', example: '{ initial: 5s, factor: 2, max: 1m }' }),
  },
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
