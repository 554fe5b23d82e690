import type { Millis } from '@switchyard/kernel';
import { every } from '@switchyard/telemetry';

/** Sweeps at once, and then now and then until the signal aborts; resolves when the last sweep has ended. */
export const sweepEvery = (sweep: () => Promise<void>, everyMs: Millis, signal: AbortSignal): Promise<void> =>
  every(everyMs, { service: 'execution', what: 'sweep', failed: 'sweep failed', work: sweep }, signal);
