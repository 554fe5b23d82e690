import type { Millis } from '@switchyard/kernel';
import { exit, Stop } from './exit.js';
import type { Terminal } from './view/terminal.js';

/** A platform elsewhere that has not answered for this long: somebody has to look at it. */
const patienceMs: Millis = 10 * 60_000;
const sayAgainMs: Millis = 30_000;

/** How long a platform has not answered. */
export class Silence {
  private since: Millis | undefined;
  private saidAt = -Infinity;

  constructor(
    private readonly terminal: Terminal,
    private readonly url: string,
  ) {}

  ends(): void {
    this.since = undefined;
    this.saidAt = -Infinity;
  }

  isTooLong(): boolean {
    const now = performance.now();
    this.since ??= now;
    if (now - this.saidAt > sayAgainMs) {
      this.terminal.note(this.terminal.colors.yellow(`connection to ${this.url} lost, trying again`));
      this.saidAt = now;
    }
    return now - this.since > patienceMs;
  }

  stop(suggestion: string): Stop {
    const minutes = patienceMs / 60_000;
    return new Stop(exit.platform, `${this.url} has not answered for ${minutes} minutes`, [suggestion]);
  }
}
