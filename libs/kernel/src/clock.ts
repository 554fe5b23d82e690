/** Milliseconds: a span, or a moment since the Unix epoch. */
export type Millis = number;

/** Where services read the time; tests bring their own. */
export abstract class Clock {
  /** Milliseconds since the Unix epoch. Follows the wall clock: may jump. */
  abstract now(): Millis;
  /** Milliseconds since some fixed moment. Never goes back: for leases and durations. */
  abstract monotonic(): Millis;
}

/** The clock of the machine. */
export class SystemClock extends Clock {
  now(): Millis {
    return Date.now();
  }

  monotonic(): Millis {
    return performance.now();
  }
}

/** A moment as it travels: ISO 8601, UTC, milliseconds. */
export const isoTime = (at: Millis): string => new Date(at).toISOString();
