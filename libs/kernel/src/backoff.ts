import type { Millis } from './clock.js';

export interface Backoff {
  /** First wait. */
  initialMs: Millis;
  /** Growth per try. */
  factor: number;
  /** Longest wait. */
  maxMs: Millis;
}

/**
 * How long to wait before try `attempt` (1 = first repeat), with full jitter:
 * `chance` in [0, 1) picks evenly between half the exponential wait and the whole of it.
 */
export const waitBefore = (attempt: number, { initialMs, factor, maxMs }: Backoff, chance: number): Millis => {
  const whole = Math.min(maxMs, initialMs * factor ** Math.max(0, attempt - 1));
  return Math.round(whole / 2 + (whole / 2) * chance);
};
