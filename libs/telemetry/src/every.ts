import { type Millis, reasonOf, sleep, untilNextBeat } from '@switchyard/kernel';
import { loggerOf } from './log.js';
import { inSpan } from './spans.js';

export interface Periodic<Said = void> {
  service: string;
  /** Name of its span. */
  what: string;
  /** What the log says where it failed; the next time tries again. */
  failed: string;
  work: () => Promise<Said>;
}

/** Work may take this share of the time at most: where there is very much of it, it comes less often. */
const restPerWork = 4;

/**
 * Does it at once, and then now and then until the signal aborts; resolves when the last time has ended. Work that fails
 * has mostly waited for somebody who is away: it is tried again after the usual time, however long it took to fail.
 */
export const every = async (everyMs: Millis, periodic: Periodic, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    const { restMs } = await oneTime(periodic);
    await sleep(Math.max(untilNextBeat(everyMs), restMs), signal);
  }
};

/** Does it once. @returns how long to rest at least; what it said, unless it failed. */
export const oneTime = async <Said>({
  service,
  what,
  failed,
  work,
}: Periodic<Said>): Promise<{ restMs: Millis; said?: { is: Said } }> => {
  const begun = performance.now();
  return inSpan(what, { service }, work).then(
    is => ({ restMs: restPerWork * (performance.now() - begun), said: { is } }),
    (error: unknown) => {
      loggerOf(service).warn({ what, error: reasonOf(error) }, failed);
      return { restMs: 0 };
    },
  );
};
