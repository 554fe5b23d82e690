import { partsOfAttempt, type ReadLog as Query, type ReadLogFacts } from '@switchyard/contracts';
import { Executions, Logs } from './ports.js';
import type { StoreLogs } from './store-logs.js';
import { stitched } from '../domain/stitch.js';

/** A piece of stored output, with how much there is. */
export class ReadLog {
  constructor(
    private readonly logs: Logs,
    private readonly storeLogs: StoreLogs,
    private readonly executions: Executions,
  ) {}

  async run({ attemptId, offset, limit }: Query): Promise<{ facts: ReadLogFacts; bytes: Uint8Array }> {
    const [chunks, stored, total] = await Promise.all([
      this.logs.read(attemptId, offset, limit),
      this.storeLogs.stored(attemptId),
      this.total(attemptId),
    ]);
    return { facts: { stored, ...(total === undefined ? {} : { total }) }, bytes: stitched(chunks, offset, limit) };
  }

  private async total(attemptId: Query['attemptId']): Promise<number | undefined> {
    const parts = partsOfAttempt(attemptId);
    const found = parts && (await this.executions.find(parts.executionId));
    const step = found?.execution.view.steps.find(one => one.id === parts?.stepId);
    return step?.attempts.find(one => one.id === attemptId)?.logBytes;
  }
}
