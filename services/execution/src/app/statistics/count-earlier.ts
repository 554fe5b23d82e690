import type { Clock, Millis } from '@switchyard/kernel';
import type { EndedExecutions, EndedRuns } from './ports.js';

const page = 100;

/** Counts executions that an earlier program has run: newest first, so that a crash leaves only older ones. */
export class CountEarlier {
  constructor(
    private readonly executions: EndedExecutions,
    private readonly ended: EndedRuns,
    private readonly clock: Clock,
    private readonly backMs: Millis,
  ) {}

  /** @returns how many were counted now. */
  async run(signal: AbortSignal): Promise<number> {
    const since = this.clock.now() - this.backMs;
    let counted = 0;
    let before = await this.ended.oldest();
    while (!signal.aborted) {
      const runs = await this.executions.older(before, since, page);
      for (const run of runs) await this.ended.put(run);
      counted += runs.length;
      before = runs.at(-1)?.id ?? before;
      if (runs.length < page) return counted;
    }
    return counted;
  }
}
