import { Fault, reasonOf } from '@switchyard/kernel';
import type { RunningAttempt } from './connector.js';

/**
 * An attempt whose start failed: it has ended, with the reason for an outcome and no output.
 * @param mayHaveBegun when it ran already, and cannot go on
 */
export const unstartable = (error: unknown, mayHaveBegun = false): RunningAttempt => {
  const now = Date.now();
  const failure = error instanceof Fault ? error.blame : 'platform';
  const ending = {
    kind: 'failed',
    failure,
    reason: reasonOf(error),
    ...(mayHaveBegun ? {} : { begun: false as const }),
    startedAt: now,
    finishedAt: now,
    droppedBytes: 0,
  } as const;
  const nothing = () => Promise.resolve();
  return {
    log: { read: () => Promise.resolve(Buffer.alloc(0)), changed: nothing },
    outcome: () => Promise.resolve(ending),
    stop: nothing,
    kill: nothing,
    feed: nothing,
  };
};
