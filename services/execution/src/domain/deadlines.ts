import type { ExecutionView, StepId } from '@switchyard/contracts';
import type { Millis } from '@switchyard/kernel';
import { type Execution, stagePlanOf, stepOf, stepPlanOf } from './execution.js';

export interface Deadline {
  at: Millis;
  reason: string;
}

/** The earlier of the execution's and the stage's deadline; undefined where neither has one or it has not begun. */
export const deadlineOfStage = ({ view, plan }: Execution, stageId: string): Deadline | undefined => {
  const stage = stagePlanOf(plan, stageId);
  const candidates: Deadline[] = [];
  if (plan.timeoutSeconds && view.startedAt)
    candidates.push({
      at: Date.parse(view.startedAt) + plan.timeoutSeconds * 1_000,
      reason: `the execution's timeout of ${plan.timeoutSeconds} s was over`,
    });
  const begun = stage?.timeoutSeconds ? beginningOf(view, stageId) : undefined;
  if (stage?.timeoutSeconds && begun)
    candidates.push({
      at: Date.parse(begun) + stage.timeoutSeconds * 1_000,
      reason: `the timeout of ${stage.timeoutSeconds} s of stage ${stage.name} was over`,
    });
  return candidates.sort((a, b) => a.at - b.at)[0];
};

/** A step's start is by this side's clock; the times of an attempt that has ended are by its connector's. */
const beginningOf = ({ steps }: ExecutionView, stageId: string): string | undefined => {
  let first: string | undefined;
  for (const { stage, startedAt } of steps)
    if (stage === stageId && startedAt !== undefined && (first === undefined || startedAt < first)) first = startedAt;
  return first;
};

/** A clean-up step that names no timeout. */
const cleanUpMs: Millis = 3_600_000;

/** How long an attempt that starts now may run, in milliseconds; undefined = no limit. */
export const timeoutFrom = (execution: Execution, id: StepId, now: Millis): Millis | undefined => {
  const step = stepOf(execution.view, id);
  const own = stepPlanOf(execution.plan, id)?.timeoutSeconds;
  // Clean-up may come after every deadline, and still must end.
  if (step?.when === 'always') return own ? own * 1_000 : cleanUpMs;
  const stage = step && deadlineOfStage(execution, step.stage);
  const limits = [...(own ? [own * 1_000] : []), ...(stage ? [Math.max(1, stage.at - now)] : [])];
  return limits.length > 0 ? Math.min(...limits) : undefined;
};
