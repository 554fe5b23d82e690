import type { ExecutionStatus, ExecutionView, StageView, StepStatus, StepView } from '@switchyard/contracts';
import { type Change, endedWell } from './execution.js';

const statusOfStage = (steps: StepView[]): StepStatus => {
  const bad = steps.filter(step => !endedWell(step)).map(step => step.status);
  const worst = (['failed', 'timeout', 'cancelled'] as const).find(status => bad.includes(status));
  if (worst) return worst;
  return steps.every(step => step.status === 'skipped') ? 'skipped' : 'success';
};

export const finishStage = ({ id }: StageView, steps: StepView[], at: string): Change => ({
  type: 'stage.finished',
  data: { stageId: id, status: statusOfStage(steps) },
  at,
});

export const finish = (view: ExecutionView, at: string): Change => {
  if (view.cancelling)
    return { type: 'execution.finished', data: { status: 'cancelled', reason: view.cancelling.reason }, at };
  const bad = view.stages.find(stage => stage.status !== 'success' && stage.status !== 'skipped');
  if (!bad) return { type: 'execution.finished', data: { status: 'success' }, at };
  const culprit = view.steps.find(step => step.stage === bad.id && step.status === bad.status && !endedWell(step));
  const reason = culprit
    ? `step ${culprit.name}: ${culprit.reason ?? culprit.status}`
    : `stage ${bad.name}: ${bad.status}`;
  return { type: 'execution.finished', data: { status: bad.status as ExecutionStatus, reason }, at };
};
