import { type Clock, type Millis, sleep, type Waker } from '@switchyard/kernel';
import { oneTime, type Periodic } from './every.js';

/** A clock may be set: whether it has come to a moment is looked at this often, which costs nothing. */
const clockLookMs: Millis = 5_000;

export interface DueTimes {
  clock: Pick<Clock, 'now'>;
  /** Between two looks at least. */
  everyMs: Millis;
  /** Between two looks at most: what others wrote, and nobody was woken for, is seen by then. */
  longestMs: Millis;
}

/**
 * Does what is due at once, and then when the next is due, or when it is woken, until the signal aborts; resolves when the
 * last time has ended. Where it failed, it is tried again after the shortest time.
 * @param periodic its work says when the next is due; undefined where nothing is known to be.
 */
export const whenDue = async (
  { clock, everyMs, longestMs }: DueTimes,
  waker: Waker,
  periodic: Periodic<Millis | undefined>,
  signal: AbortSignal,
): Promise<void> => {
  while (!signal.aborted) {
    const begun = performance.now();
    const { restMs, said } = await oneTime(periodic);
    await sleep(Math.max(everyMs, restMs), signal);
    const leftMs = (): Millis => {
      const dueAt = said ? (said.is ?? Infinity) : 0;
      return Math.min(dueAt - clock.now(), begun + longestMs - performance.now());
    };
    while (!signal.aborted && !waker.isLively && leftMs() > 0)
      await waker.wait(Math.ceil(Math.min(leftMs(), clockLookMs)), signal);
  }
};
