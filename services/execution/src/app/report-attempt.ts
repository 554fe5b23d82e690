import { partsOfAttempt, type ReportAttempt as Message, type ReportReply } from '@switchyard/contracts';
import { reach } from '@switchyard/kernel';
import { denialOf } from './denial.js';
import type { ExecutionWriter } from './execution-writer.js';
import type { StoreLogs } from './store-logs.js';

/** Takes the end of an attempt, and says how much of its output is stored. */
export class ReportAttempt {
  constructor(
    private readonly writer: ExecutionWriter,
    private readonly logs: StoreLogs,
  ) {}

  async run({ attemptId, session, nonce, outcome }: Message): Promise<ReportReply> {
    reach('execution.report.begin');
    const parts = partsOfAttempt(attemptId);
    if (!parts) return { result: 'refused', reason: 'unknown-attempt' };
    const decision = await this.writer.submit(parts.executionId, {
      type: 'report',
      attemptId,
      session,
      nonce,
      outcome,
    });
    reach('execution.report.afterCommit');
    if (decision.ok) return { result: 'ok', logStored: await this.logs.stored(attemptId, outcome.logBytes) };
    return denialOf(decision.reason);
  }
}
