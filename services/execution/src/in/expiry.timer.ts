import type { Millis } from '@switchyard/kernel';
import { every } from '@switchyard/telemetry';

/** Removes what has expired at once, and then now and then until the signal aborts. */
export const expireEvery = (expire: () => Promise<unknown>, everyMs: Millis, signal: AbortSignal): Promise<void> =>
  every(
    everyMs,
    {
      service: 'execution',
      what: 'expire artifacts',
      failed: 'expired artifacts not removed yet',
      work: async () => void (await expire()),
    },
    signal,
  );
