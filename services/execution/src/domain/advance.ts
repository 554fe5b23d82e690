import {
  attemptIdOf,
  type ExecutionStatus,
  type ExecutionView,
  isFinal,
  type StageView,
  type StepStatus,
  type StepView,
} from '@switchyard/contracts';
import { isoTime, type Millis } from '@switchyard/kernel';
import { evolve } from './evolve.js';
import { type Change, endedWell, type Execution, stepOf, stepPlanOf } from './execution.js';
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

const nextChange = (execution: Execution, now: Millis): Change | undefined => {
  const { view } = execution;
  if (isFinal(view.status)) return undefined;
  const at = isoTime(now);
  for (const stage of view.stages) {
    if (isFinal(stage.status)) continue;
    const blocker = whyClosed(view, stage);
    if (stage.status === 'waiting' && !blocker) return { type: 'stage.started', data: { stageId: stage.id }, at };
    const change = nextInStage(execution, stage, blocker, now);
    if (change) return change;
    if (!blocker) return undefined;
  }
  return view.stages.every(stage => isFinal(stage.status)) ? finish(view, at) : undefined;
};

interface Blocker {
  status: 'skipped' | 'cancelled';
  reason: string;
}

/** Why nothing of this stage may start any more. */
const whyClosed = (view: ExecutionView, stage: StageView): Blocker | undefined => {
  if (view.cancelling) return { status: 'cancelled', reason: view.cancelling.reason };
  for (const earlier of view.stages) {
    if (earlier.id === stage.id) return undefined;
    if (isFinal(earlier.status) && earlier.status !== 'success' && earlier.status !== 'skipped')
      return { status: 'skipped', reason: `stage ${earlier.name} ended with ${earlier.status}` };
  }
  return undefined;
};

const nextInStage = (
  execution: Execution,
  stage: StageView,
  blocker: Blocker | undefined,
  now: Millis,
): Change | undefined => {
  const at = isoTime(now);
  const steps = stage.steps.map(id => stepOf(execution.view, id)).filter(step => step !== undefined);
  for (const [index, step] of steps.entries()) {
    if (step.status !== 'waiting' && step.status !== 'queued') continue;
    const change = nextOfStep(execution, { stage, step, before: steps.slice(0, index) }, blocker, now);
    if (change) return change;
  }
  if (!steps.every(step => isFinal(step.status))) return undefined;
  return { type: 'stage.finished', data: { stageId: stage.id, status: statusOfStage(steps) }, at };
};

interface Place {
  stage: StageView;
  step: StepView;
  /** The steps above it in its stage. */
  before: StepView[];
}

const nextOfStep = (
  execution: Execution,
  place: Place,
  blocker: Blocker | undefined,
  now: Millis,
): Change | undefined => {
  const { step, stage } = place;
  const at = isoTime(now);
  const never = blocker ?? whyNever(execution, place) ?? whyTooLate(execution, stage, now);
  if (never) return { type: 'step.skipped', data: { stepId: step.id, ...never }, at };
  if (step.status === 'queued' || !isReady(execution, place, now)) return undefined;
  const n = step.attempts.length + 1;
  const attemptId = attemptIdOf(execution.view.id, step.id, n);
  return {
    type: 'step.queued',
    data: { stepId: step.id, attemptId, n, connector: step.connector, pool: step.pool },
    at,
  };
};

const comesFirst = ({ view, plan }: Execution, { stage, step, before }: Place): StepView[] => {
  const needs = stepPlanOf(plan, step.id)?.needs ?? [];
  const needed = needs.map(id => stepOf(view, id)).filter(one => one !== undefined);
  return stage.parallel ? needed : [...before, ...needed];
};

const whyNever = (execution: Execution, place: Place): Blocker | undefined => {
  const bad = comesFirst(execution, place).find(step => isFinal(step.status) && !endedWell(step));
  return bad && { status: 'skipped', reason: `step ${bad.name} ended with ${bad.status}` };
};

const whyTooLate = (execution: Execution, stage: StageView, now: Millis) => {
  const deadline = deadlineOfStage(execution, stage.id);
  return deadline !== undefined && now >= deadline.at
    ? { status: 'timeout' as const, reason: deadline.reason }
    : undefined;
};

const isReady = (execution: Execution, place: Place, now: Millis): boolean =>
  comesFirst(execution, place).every(endedWell) &&
  (place.step.retryAt === undefined || now >= Date.parse(place.step.retryAt));

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
