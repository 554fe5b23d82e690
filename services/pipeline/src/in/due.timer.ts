import { type Clock, type Millis, Waker } from '@switchyard/kernel';
import { whenDue } from '@switchyard/telemetry';

/** What another process wrote, and died before it could do, is seen by then. */
const longestMs: Millis = 15_000;

/** Whoever rings may not have written yet what is due: it is looked for as long as it takes to be looked for anyway. */
export const aWaker = (): Waker => new Waker(longestMs);

export interface Due {
  what: string;
  /** @returns when the next is due. */
  work: () => Promise<Millis | undefined>;
  waker: Waker;
}

/** Does what is due when it is due, until the signal aborts; resolves when the last time has ended. */
export const due = (
  { everyMs, clock }: { everyMs: Millis; clock: Clock },
  { what, work, waker }: Due,
  signal: AbortSignal,
): Promise<void> =>
  whenDue(
    { clock, everyMs, longestMs: Math.max(everyMs, longestMs) },
    waker,
    { service: 'pipeline', what, failed: 'periodic work failed', work },
    signal,
  );
