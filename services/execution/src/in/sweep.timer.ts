import { type Millis, reasonOf, sleep } from '@switchyard/kernel';
import { inSpan, loggerOf } from '@switchyard/telemetry';

const log = loggerOf('execution');
/** A sweep may take this share of the time at most: one over a very long queue comes less often. */
const restPerWork = 4;

/** Sweeps at once, and then now and then until the signal aborts; resolves when the last sweep has ended. */
export const sweepEvery = async (sweep: () => Promise<void>, everyMs: Millis, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    const begun = performance.now();
    await inSpan('sweep', { service: 'execution' }, sweep).catch((error: unknown) =>
      log.warn({ error: reasonOf(error) }, 'sweep failed'),
    );
    await sleep(Math.max(everyMs, restPerWork * (performance.now() - begun)), signal);
  }
};
