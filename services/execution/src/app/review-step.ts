import type { ReviewReply, ReviewStep as Message } from '@switchyard/contracts';
import { stepOf } from '../domain/execution.js';
import type { ExecutionWriter } from './execution-writer.js';

/** Takes one person's word on a held step. */
export class ReviewStep {
  constructor(private readonly writer: ExecutionWriter) {}

  async run({ executionId, stepId, actor, verdict, comment }: Message): Promise<ReviewReply> {
    const said = { stepId, actor, verdict, ...(comment === undefined ? {} : { comment }) };
    const decision = await this.writer.submit(executionId, { type: 'review', ...said });
    if (!decision.ok) return { result: 'refused', reason: decision.reason };
    const step = stepOf(decision.next.view, stepId);
    const { quorum = 0, reviews = [] } = step?.approval ?? {};
    const approvals = reviews.filter(review => review.verdict === 'approve').length;
    return { result: 'ok', status: step?.status ?? 'waiting', missing: Math.max(0, quorum - approvals) };
  }
}
