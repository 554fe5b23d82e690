import { type AttemptId, partsOfAttempt, type ReadLog as Query, type ReadLogFacts } from '@switchyard/contracts';
import { Executions, Logs } from './ports.js';
import type { StoreLogs } from './store-logs.js';
import { stitched } from '../domain/stitch.js';

/** Ended attempts whose length is kept in memory. */
const mostRemembered = 1_000;

/** A piece of stored output, with how much there is. */
export class ReadLog {
  /** Of ended attempts, which do not get longer. */
  private readonly totals = new Map<AttemptId, number>();

  constructor(
    private readonly logs: Logs,
    private readonly storeLogs: StoreLogs,
    private readonly executions: Executions,
  ) {}

  async run({ attemptId, offset, limit }: Query): Promise<{ facts: ReadLogFacts; bytes: Uint8Array }> {
    const total = await this.total(attemptId);
    const [chunks, stored] = await Promise.all([
      this.logs.read(attemptId, offset, limit),
      this.storeLogs.stored(attemptId, total),
    ]);
    return { facts: { stored, ...(total === undefined ? {} : { total }) }, bytes: stitched(chunks, offset, limit) };
  }

  private async total(attemptId: AttemptId): Promise<number | undefined> {
    const total = this.totals.get(attemptId) ?? (await this.lookedUp(attemptId));
    this.totals.delete(attemptId);
    if (total !== undefined) this.totals.set(attemptId, total);
    const [oldest] = this.totals.keys();
    if (this.totals.size > mostRemembered && oldest) this.totals.delete(oldest);
    return total;
  }

  private async lookedUp(attemptId: AttemptId): Promise<number | undefined> {
    const parts = partsOfAttempt(attemptId);
    const found = parts && (await this.executions.find(parts.executionId));
    const step = found?.execution.view.steps.find(one => one.id === parts?.stepId);
    return step?.attempts.find(one => one.id === attemptId)?.logBytes;
  }
}
