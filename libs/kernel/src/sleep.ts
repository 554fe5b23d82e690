import type { Millis } from './clock.js';

/** Lets everybody who waits for the event loop have a turn. */
export const nextTurn = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

/**
 * Waits `ms`, or until one of the signals aborts, whichever comes first. Never rejects. Several signals are heard one by
 * one: what `AbortSignal.any` makes of them may be collected while it is waited on, and then never aborts.
 */
export const sleep = (ms: Millis, ...signals: (AbortSignal | undefined)[]): Promise<void> =>
  new Promise(resolve => {
    const heard = signals.filter(signal => signal !== undefined);
    if (heard.some(signal => signal.aborted)) return resolve();
    const done = () => {
      clearTimeout(timer);
      for (const signal of heard) signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    for (const signal of heard) signal.addEventListener('abort', done, { once: true });
  });
