import type { Millis } from '@switchyard/kernel';
import { every as everySoOften } from '@switchyard/telemetry';

/** Does it at once, and then now and then until the signal aborts; resolves when the last time has ended. */
export const every = (everyMs: Millis, what: string, work: () => Promise<void>, signal: AbortSignal): Promise<void> =>
  everySoOften(everyMs, { service: 'pipeline', what, failed: 'periodic work failed', work }, signal);
