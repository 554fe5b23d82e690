import type { Millis } from './clock.js';
import { sleep } from './sleep.js';

/** Wakes who waits for a moment that may have come nearer. */
export class Waker {
  private rung = new AbortController();
  private livelyUntil: Millis = 0;

  /** @param livelyMs for how long after a ring nobody waits: who rang may have been faster than what is looked for. */
  constructor(private readonly livelyMs: Millis) {}

  ring(): void {
    this.livelyUntil = performance.now() + this.livelyMs;
    const { rung } = this;
    this.rung = new AbortController();
    rung.abort();
  }

  /** Waits, unless it was rung a moment ago, until it is rung or the signal aborts. */
  async wait(ms: Millis, signal: AbortSignal): Promise<void> {
    if (!this.isLively) await sleep(ms, signal, this.rung.signal);
  }

  get isLively(): boolean {
    return performance.now() < this.livelyUntil;
  }
}
