import { type Millis, reasonOf, sleep } from '@switchyard/kernel';
import { loggerOf } from '@switchyard/telemetry';
import type { HandOver } from '../app/hand-over.js';

/** Looks for triggers that were left behind, until the signal aborts. */
export const handOverEvery = async (handOver: HandOver, everyMs: Millis, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    await handOver
      .sweep()
      .catch((error: unknown) => loggerOf('gateway').warn({ error: reasonOf(error) }, 'trigger sweep failed'));
    await sleep(everyMs, signal);
  }
};
