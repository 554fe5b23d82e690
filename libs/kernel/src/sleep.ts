import type { Millis } from './clock.js';

/** Waits `ms`, or until `signal` aborts, whichever comes first. Never rejects. */
export const sleep = (ms: Millis, signal?: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    if (signal?.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
  });
