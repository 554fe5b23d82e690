import { Clock, type Millis } from '@switchyard/kernel';

/** Stands still until it is set. */
export class SetClock extends Clock {
  constructor(public at: Millis = 1_000_000) {
    super();
  }

  now(): Millis {
    return this.at;
  }

  monotonic(): Millis {
    return this.at;
  }
}
