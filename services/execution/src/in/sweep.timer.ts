import { type Millis, reasonOf, sleep } from '@switchyard/kernel';
import { inSpan, loggerOf } from '@switchyard/telemetry';
import type { Sweep } from '../app/sweep.js';

const log = loggerOf('execution');

/** Runs the sweep now and then until the signal aborts; resolves when the last one has ended. */
export const sweepEvery = async (sweep: Sweep, everyMs: Millis, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    await sleep(everyMs, signal);
    if (signal.aborted) return;
    await inSpan('sweep', { service: 'execution' }, () => sweep.run()).catch((error: unknown) =>
      log.warn({ error: reasonOf(error) }, 'sweep failed'),
    );
  }
};
