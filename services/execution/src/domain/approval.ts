import type { ApprovalPlan, StepView } from '@switchyard/contracts';
import { isoTime, type Millis } from '@switchyard/kernel';
import type { Change } from './execution.js';
import type { Ends } from './ends.js';

/** Where the approval of a step stands: it may go, people are waited for, they are asked now, or it will never run. */
export const verdictOfApproval = (
  { id, status, approval }: StepView,
  plan: ApprovalPlan,
  now: Millis,
): 'go' | 'wait' | Change | Ends => {
  if (!approval || status !== 'waiting-approval') return ask(id, plan, now);
  const rejection = approval.reviews.find(review => review.verdict === 'reject');
  if (rejection) {
    const comment = rejection.comment === undefined ? '' : `: ${rejection.comment}`;
    return {
      status: 'failed',
      failure: 'policy',
      reason: `rejected by ${rejection.actor}${comment}`,
      cause: { kind: 'actor', ref: rejection.actor },
    };
  }
  if (approval.reviews.length >= approval.quorum) return 'go';
  if (approval.expiresAt === undefined || now < Date.parse(approval.expiresAt)) return 'wait';
  return {
    status: 'timeout',
    failure: 'policy',
    reason: `${approval.reviews.length} of ${approval.quorum} approvals had been given when the time for them was over`,
    cause: { kind: 'approval' },
  };
};

const ask = (stepId: StepView['id'], { by, quorum, expiresSeconds }: ApprovalPlan, now: Millis): Change => ({
  type: 'step.held',
  data: {
    stepId,
    by,
    quorum,
    ...(expiresSeconds === undefined ? {} : { expiresAt: isoTime(now + expiresSeconds * 1_000) }),
  },
  at: isoTime(now),
});
