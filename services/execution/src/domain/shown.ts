import type { ExecutionView, StepView } from '@switchyard/contracts';
import { isFinal } from '@switchyard/contracts';
import type { Execution } from './execution.js';
import { explainExecution, explainStep, type Surroundings } from './why.js';

/** The execution as people see it: every wait says what it waits for. */
export const shown = (execution: Execution, around: Surroundings): ExecutionView => {
  const { view } = execution;
  const whole = isFinal(view.status) ? undefined : explainExecution(execution, around);
  return {
    ...view,
    ...(whole ? { reason: whole.sentence } : {}),
    steps: view.steps.map(step => shownStep(execution, step, around)),
  };
};

const shownStep = (execution: Execution, step: StepView, around: Surroundings): StepView => {
  const found = isFinal(step.status) && step.status !== 'success' ? undefined : explainStep(execution, step, around);
  if (!found) return step;
  return {
    ...step,
    reason: found.sentence,
    ...(found.cause ? { cause: found.cause } : {}),
    ...(step.status === 'running' && around.silentMs.has(step.id) ? { unreachable: true } : {}),
  };
};
