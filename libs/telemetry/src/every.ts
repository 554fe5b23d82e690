import { type Millis, reasonOf, sleep } from '@switchyard/kernel';
import { loggerOf } from './log.js';
import { inSpan } from './spans.js';

export interface Periodic {
  service: string;
  /** Name of its span. */
  what: string;
  /** What the log says where it failed; the next time tries again. */
  failed: string;
  work: () => Promise<void>;
}

/** Work may take this share of the time at most: where there is very much of it, it comes less often. */
const restPerWork = 4;

/**
 * Does it at once, and then now and then until the signal aborts; resolves when the last time has ended. Work that fails
 * has mostly waited for somebody who is away: it is tried again after the usual time, however long it took to fail.
 */
export const every = async (
  everyMs: Millis,
  { service, what, failed, work }: Periodic,
  signal: AbortSignal,
): Promise<void> => {
  while (!signal.aborted) {
    const begun = performance.now();
    const rest = await inSpan(what, { service }, work).then(
      () => restPerWork * (performance.now() - begun),
      (error: unknown) => {
        loggerOf(service).warn({ what, error: reasonOf(error) }, failed);
        return 0;
      },
    );
    await sleep(Math.max(everyMs, rest), signal);
  }
};
