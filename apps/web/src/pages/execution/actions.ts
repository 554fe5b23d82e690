import { isFinal } from '@switchyard/contracts/statuses';
import type { ExecutionView, StepView } from '@switchyard/contracts';

export type ActionId = 'rerun-all' | 'rerun-failed' | 'cancel' | 'force' | 'pause' | 'resume';

/** What can be done with an execution as it is. */
export const actionsOf = ({ status, rev, cancelling, paused }: ExecutionView): ActionId[] => {
  if (isFinal(status)) return status === 'success' ? ['rerun-all'] : ['rerun-failed', 'rerun-all'];
  // Accepted, and not planned yet: there is nothing to steer.
  if (rev === 0) return [];
  if (cancelling) return cancelling.force ? [] : ['force'];
  return [paused ? 'resume' : 'pause', 'cancel'];
};

export const isReviewable = ({ status }: StepView, execution: ExecutionView): boolean =>
  status === 'waiting-approval' && !isFinal(execution.status) && execution.cancelling === undefined;

/** The same deed for a terminal. */
export interface Deed {
  yard: string;
  request: string;
  body?: object;
}

const deed = (yard: string, request: string, body?: object): Deed => ({ yard, request, ...(body ? { body } : {}) });

export const deedOf = (action: ActionId, { id }: Pick<ExecutionView, 'id'>): Deed => {
  const post = (what: string) => `POST /api/ci/executions/${id}/${what}`;
  switch (action) {
    case 'rerun-all':
      return deed(`rerun ${id} --all`, post('rerun'), { all: true });
    case 'rerun-failed':
      return deed(`rerun ${id}`, post('rerun'), {});
    case 'cancel':
      return deed(`cancel ${id}`, post('cancel'), {});
    case 'force':
      return deed(`cancel ${id} --force`, post('cancel'), { force: true });
    default:
      return deed(`${action} ${id}`, post(action), {});
  }
};

export const rerunFrom = ({ id }: Pick<ExecutionView, 'id'>, step: StepView): Deed =>
  deed(`rerun ${id} --from ${step.id}`, `POST /api/ci/executions/${id}/rerun`, { from_step: step.id });

export const reviewOf = ({ id }: Pick<ExecutionView, 'id'>, step: StepView, verdict: 'approve' | 'reject'): Deed =>
  deed(`${verdict} ${id} ${step.id}`, `POST /api/ci/executions/${id}/${verdict}`, { step: step.id });
