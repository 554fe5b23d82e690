import { type ExecutionView, isFinal, type StageView, type StepView } from '@switchyard/contracts';
import { evolve } from '@switchyard/contracts/evolve';
import { isoTime, type Millis } from '@switchyard/kernel';
import type { Change, Execution } from './execution.js';
import { finish, finishStage } from './finish.js';
import { type Before, nothingBefore, withStage, withStep } from './before.js';
import { areSideBySide, matricesOf } from './cells.js';
import { endOfStep, type Place, stopOf, turnOf } from './turn.js';
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
  let before: Before = nothingBefore;
  for (const stage of view.stages) {
    if (!isFinal(stage.status)) {
      const change = nextInStage({ execution, stage, now }, before);
      if (change) return change;
      // What comes later can change only by what has happened so far.
      if (!view.cancelling && !before.bad) return undefined;
    }
    before = withStage(before, stage);
  }
  return before.settled ? finish(view, isoTime(now)) : undefined;
};

interface Here {
  execution: Execution;
  stage: StageView;
  now: Millis;
}

const nextInStage = ({ execution, stage, now }: Here, before: Before): Change | undefined => {
  const mine = execution.view.steps.filter(step => step.stage === stage.id);
  const late = tooLate(execution, stage, now);
  const place: Place = { execution, late, now, mayStart: mayStart(execution.view), matrices: matricesOf(mine) };
  // In a stage that is not parallel, a step comes after all above it.
  let [above, soFar] = [before, before];
  for (const [index, step] of mine.entries()) {
    if (!stage.parallel && !areSideBySide(mine[index - 1], step)) above = soFar;
    const change = nextOfStep(place, stage, step, above);
    if (change) return change;
    soFar = withStep(soFar, step);
  }
  return mine.every(step => isFinal(step.status)) ? finishStage(stage, mine, isoTime(now)) : undefined;
};

const nextOfStep = (place: Place, stage: StageView, step: StepView, above: Before): Change | undefined => {
  if (isFinal(step.status)) return undefined;
  if (step.status === 'running') return stopOf(place, step);
  const ended = endOfStep(place, step, above);
  if (ended || step.status === 'queued') return ended;
  const turn = turnOf(place, step, above);
  const begins = turn?.type === 'step.queued' || turn?.type === 'step.held';
  if (begins && stage.status === 'waiting')
    return { type: 'stage.started', data: { stageId: stage.id }, at: isoTime(place.now) };
  return turn;
};

const mayStart = ({ paused, group }: ExecutionView): boolean => !paused && (!group || group.admitted);

const tooLate = (execution: Execution, stage: StageView, now: Millis): string | undefined => {
  const deadline = deadlineOfStage(execution, stage.id);
  return deadline !== undefined && now >= deadline.at ? deadline.reason : undefined;
};
