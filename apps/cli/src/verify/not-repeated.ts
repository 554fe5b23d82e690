import type { Explanation, ExecutionView, StepView } from '@switchyard/contracts';
import { isFinal } from '@switchyard/contracts/statuses';

/** A step whose two ends say nothing about each other, and why. */
export interface NotRepeated {
  step: string;
  why: string;
}

/** Why a step that waits in the run here will not be run by itself; undefined of one that may be any time. */
const standsStill = (step: StepView, explanations: readonly Explanation[]): string | undefined => {
  if (step.status === 'waiting-approval') return 'it asks for approval, which is not given again';
  if (step.status === 'waiting') return 'it comes after a step that is not repeated';
  const pool = `${step.connector}/${step.pool}`;
  const said = explanations.find(({ stepId }) => stepId === step.id)?.sentence;
  return step.status === 'queued' && said === `no connector of pool ${pool} is there to run it`
    ? `it needs a connector of pool ${pool}, and this machine has none`
    : undefined;
};

/**
 * What of a run will not come to an end by itself; undefined while something may still happen.
 * @param explanations why its steps wait
 */
export const leftOf = (
  { steps, status }: Pick<ExecutionView, 'steps' | 'status'>,
  explanations: readonly Explanation[],
): ReadonlyMap<string, string> | undefined => {
  if (isFinal(status)) return new Map();
  const open = steps.filter(step => !isFinal(step.status));
  const whys = open.map(step => [step.id as string, standsStill(step, explanations)] as const);
  // Steps that wait for each other alone: the next one is about to begin.
  const isHeld = open.some(step => step.status !== 'waiting');
  return isHeld && whys.every((one): one is readonly [string, string] => one[1] !== undefined)
    ? new Map(whys)
    : undefined;
};

/** Why a step of the run there cannot be compared, whatever became of it here. */
export const incomparable = ({ status, reason }: StepView): string | undefined => {
  if (status === 'cancelled') return 'it was cancelled there';
  return isFinal(status) ? undefined : `it is ${status} there${reason === undefined ? '' : `: ${reason}`}`;
};
