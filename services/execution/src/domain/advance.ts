import {
  attemptIdOf,
  type ExecutionStatus,
  type ExecutionView,
  isFinal,
  type StageView,
  type StepId,
  type StepStatus,
  type StepView,
} from '@switchyard/contracts';
import { isoTime, type Millis } from '@switchyard/kernel';
import { evolve } from './evolve.js';
import { type Change, endedWell, type Execution, stepPlanOf } from './execution.js';
import { deadlineOfStage } from './deadlines.js';

/** Everything that follows from the state as it is: what may start, what will never run, what has ended. */
export const advance = (execution: Execution, now: Millis): Change[] => {
  const changes: Change[] = [];
  let view = execution.view;
  for (let next = nextChange({ ...execution, view }, now); next; next = nextChange({ ...execution, view }, now)) {
    changes.push(next);
    view = evolve(view, next);
  }
  return changes;
};

/** One pass over stages and steps: a wide execution has a thousand of them, and as many changes at once. */
const nextChange = (execution: Execution, now: Millis): Change | undefined => {
  const { view } = execution;
  if (isFinal(view.status)) return undefined;
  const at = isoTime(now);
  const steps = new Map(view.steps.map(step => [step.id, step]));
  let blocker = cancelledBy(view);
  for (const stage of view.stages) {
    if (isFinal(stage.status)) {
      blocker ??= closedBy(stage);
      continue;
    }
    if (stage.status === 'waiting' && !blocker) return { type: 'stage.started', data: { stageId: stage.id }, at };
    const change = nextInStage({ execution, stage, steps, blocker, now });
    if (change) return change;
    if (!blocker) return undefined;
  }
  return view.stages.every(stage => isFinal(stage.status)) ? finish(view, at) : undefined;
};

const cancelledBy = ({ cancelling }: ExecutionView): Blocker | undefined =>
  cancelling && { status: 'cancelled', reason: cancelling.reason };

/** Why something may not start any more. */
interface Blocker {
  status: 'skipped' | 'cancelled' | 'timeout';
  reason: string;
}

const closedBy = ({ name, status }: StageView): Blocker | undefined =>
  status === 'success' || status === 'skipped'
    ? undefined
    : { status: 'skipped', reason: `stage ${name} ended with ${status}` };

interface Place {
  execution: Execution;
  stage: StageView;
  steps: ReadonlyMap<StepId, StepView>;
  /** Why nothing of this stage may start any more. */
  blocker: Blocker | undefined;
  now: Millis;
}

const nextInStage = (place: Place): Change | undefined => {
  const { stage, execution, now } = place;
  const mine = stage.steps.map(id => place.steps.get(id)).filter(step => step !== undefined);
  const late = tooLate(execution, stage, now);
  // In a stage that is not parallel, a step comes after all above it.
  let above: Above = { wellEnded: true };
  for (const step of mine) {
    if (step.status === 'waiting' || step.status === 'queued') {
      const change = nextOfStep(place, step, above, late);
      if (change) return change;
    }
    if (!stage.parallel) above = below(above, step);
  }
  if (!mine.every(step => isFinal(step.status))) return undefined;
  return { type: 'stage.finished', data: { stageId: stage.id, status: statusOfStage(mine) }, at: isoTime(now) };
};

/** What is known of the steps above one. */
interface Above {
  wellEnded: boolean;
  /** The first that ended badly. */
  bad?: StepView;
}

const below = (above: Above, step: StepView): Above => {
  if (endedWell(step)) return above;
  const bad = above.bad ?? (isFinal(step.status) ? step : undefined);
  return { wellEnded: false, ...(bad ? { bad } : {}) };
};

const nextOfStep = (place: Place, step: StepView, above: Above, late: Blocker | undefined): Change | undefined => {
  const { execution, now } = place;
  const { wellEnded, bad } = neededBy(place, step).reduce(below, above);
  const never = place.blocker ?? (bad && skippedFor(bad)) ?? late;
  if (never) return { type: 'step.skipped', data: { stepId: step.id, ...never }, at: isoTime(now) };
  if (step.status === 'queued' || !wellEnded || !isDue(step, now)) return undefined;
  const { id: stepId, connector, pool } = step;
  const n = step.attempts.length + 1;
  const attemptId = attemptIdOf(execution.view.id, stepId, n);
  return { type: 'step.queued', data: { stepId, attemptId, n, connector, pool }, at: isoTime(now) };
};

const neededBy = ({ execution, steps }: Place, { id }: StepView): StepView[] =>
  (stepPlanOf(execution.plan, id)?.needs ?? []).map(one => steps.get(one)).filter(one => one !== undefined);

const isDue = ({ retryAt }: StepView, now: Millis): boolean => retryAt === undefined || now >= Date.parse(retryAt);

const skippedFor = ({ name, status }: StepView): Blocker => ({
  status: 'skipped',
  reason: `step ${name} ended with ${status}`,
});

const tooLate = (execution: Execution, stage: StageView, now: Millis): Blocker | undefined => {
  const deadline = deadlineOfStage(execution, stage.id);
  return deadline !== undefined && now >= deadline.at ? { status: 'timeout', reason: deadline.reason } : undefined;
};

const statusOfStage = (steps: StepView[]): StepStatus => {
  const bad = steps.filter(step => !endedWell(step)).map(step => step.status);
  if (bad.every(status => status === 'skipped')) return bad.length === steps.length ? 'skipped' : 'success';
  return (['failed', 'timeout', 'cancelled'] as const).find(status => bad.includes(status)) ?? 'failed';
};

const finish = (view: ExecutionView, at: string): Change => {
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
