import { type Millis, reasonOf, sleep } from '@switchyard/kernel';
import { inSpan, loggerOf } from '@switchyard/telemetry';

const log = loggerOf('pipeline');
/** Work may take this share of the time at most: where there is very much of it, it comes less often. */
const restPerWork = 4;

/** Does it at once, and then now and then until the signal aborts; resolves when the last time has ended. */
export const every = async (
  everyMs: Millis,
  what: string,
  work: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> => {
  while (!signal.aborted) {
    const begun = performance.now();
    await inSpan(what, { service: 'pipeline' }, work).catch((error: unknown) =>
      log.warn({ what, error: reasonOf(error) }, 'periodic work failed'),
    );
    await sleep(Math.max(everyMs, restPerWork * (performance.now() - begun)), signal);
  }
};
