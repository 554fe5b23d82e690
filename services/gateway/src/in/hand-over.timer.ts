import { type Millis, reasonOf, sleep, untilNextBeat } from '@switchyard/kernel';
import { loggerOf } from '@switchyard/telemetry';

interface Sweeping {
  sweep(): Promise<void>;
}

/** Looks for triggers and deliveries that were left behind, until the signal aborts. */
export const handOverEvery = async (handOver: Sweeping, everyMs: Millis, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    await handOver
      .sweep()
      .catch((error: unknown) => loggerOf('gateway').warn({ error: reasonOf(error) }, 'trigger sweep failed'));
    await sleep(untilNextBeat(everyMs), signal);
  }
};
