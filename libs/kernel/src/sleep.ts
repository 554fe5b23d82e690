import type { Millis } from './clock.js';

/** Lets everybody who waits for the event loop have a turn. */
export const nextTurn = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

/**
 * How long until the next whole `everyMs` of this process: what it does now and then, it does at the same moments, and
 * rests in between. Never less than half of `everyMs`, so that work that took long is not repeated at once.
 */
export const untilNextBeat = (everyMs: Millis, now: Millis = performance.now()): Millis => {
  const ms = everyMs - (now % everyMs);
  return ms < everyMs / 2 ? ms + everyMs : ms;
};

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
