import { Clock, type Millis } from '@switchyard/kernel';

/** One round trip to the store, and what its clock said. */
export type AskTime = () => Promise<Millis>;

/**
 * The store's clock: the one clock that all replicas share, whatever the clocks of their machines say. Between two
 * looks at it, time goes on by this machine's monotonic clock.
 */
export class StoreClock extends Clock {
  /** The store's time minus this process's monotonic time. */
  private base = Date.now() - performance.now();

  constructor(private readonly ask: AskTime) {
    super();
  }

  now(): Millis {
    return Math.floor(this.base + performance.now());
  }

  monotonic(): Millis {
    return performance.now();
  }

  /** Looks at the store's clock; off by half a round trip at most. */
  async look(): Promise<void> {
    const before = performance.now();
    const said = await this.ask();
    const after = performance.now();
    this.base = said - (before + after) / 2;
  }
}
