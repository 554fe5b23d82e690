import { attemptIdOf, type StepView } from '@switchyard/contracts';
import { isoTime, type Millis } from '@switchyard/kernel';
import { verdictOfApproval } from './approval.js';
import { type Before, withStep } from './before.js';
import type { Ends } from './ends.js';
import { culpritOf, type Matrix, placesTaken, takenAlong } from './cells.js';
import { type Change, type Execution, isCancelled, lastAttempt, stepPlanOf, stepsById } from './execution.js';
import { falseCondition } from './conditions.js';

/** Where a step stands. */
export interface Place {
  execution: Execution;
  /** Of its stage, by name. */
  matrices: ReadonlyMap<string, Matrix>;
  /** Why time is over for this stage. */
  late: string | undefined;
  /** Neither paused nor waiting for its group. */
  mayStart: boolean;
  now: Millis;
}

/** The end of a step that will not run any more, whatever comes; undefined while it still may. */
export const endOfStep = (place: Place, step: StepView, above: Before): Change | undefined => {
  const ends = cancelled(place, step) ?? unwanted(place, step, above) ?? takenDown(place, step) ?? late(place, step);
  return ends && skip(step, ends, place.now);
};

/** What a step's turn brings, when it has come: a question to people, its next attempt, or its end. */
export const turnOf = (place: Place, step: StepView, above: Before): Change | undefined => {
  if (!place.mayStart || !mayGo(step, allBefore(place, step, above))) return undefined;
  const isFull = placesTaken(place.execution, step, matrixOf(place, step)) !== undefined;
  if (step.attempts.length > 0) return isDue(step, place.now) && !isFull ? queue(place, step) : undefined;
  // While there is no place for it, its turn has not come, and nothing is asked yet.
  return isFull && step.status === 'waiting' ? undefined : firstTurnOf(place, step, isFull);
};

const firstTurnOf = (place: Place, step: StepView, isFull: boolean): Change | undefined => {
  const verdict = firstVerdict(place, step);
  if (verdict === 'go') return isFull ? undefined : queue(place, step);
  if (verdict === 'wait') return undefined;
  return 'type' in verdict ? verdict : skip(step, verdict, place.now);
};

/** Tells a running step to end when its matrix does. */
export const stopOf = (place: Place, step: StepView): Change | undefined => {
  const { execution, now } = place;
  const culprit = isCancelled(execution.view, step) ? undefined : culpritOf(execution, step, matrixOf(place, step));
  const attempt = lastAttempt(step);
  if (!culprit || !attempt) return undefined;
  const data = { stepId: step.id, attemptId: attempt.id, n: attempt.n, ...takenAlong(culprit) };
  return { type: 'step.stopping', data, at: isoTime(now) };
};

const matrixOf = ({ matrices }: Place, { cell }: StepView): Matrix | undefined => cell && matrices.get(cell.matrix);

/** Before its first attempt a step is asked about: by its conditions, and then by people. */
const firstVerdict = ({ execution, now }: Place, step: StepView): 'go' | 'wait' | Change | Ends => {
  const plan = stepPlanOf(execution.plan, step.id);
  const unmet = plan && step.status === 'waiting' ? falseCondition(execution, plan) : undefined;
  if (unmet) return unmet;
  return plan?.approval ? verdictOfApproval(step, plan.approval, now) : 'go';
};

const skip = (step: StepView, ends: Ends, now: Millis): Change => {
  const queued = step.attempts.findLast(attempt => attempt.status === 'queued');
  const data = { stepId: step.id, ...ends, ...(queued ? { attemptId: queued.id } : {}) };
  return { type: 'step.skipped', data, at: isoTime(now) };
};

const queue = ({ execution, now }: Place, { id: stepId, connector, pool, attempts }: StepView): Change => {
  const n = attempts.length + 1;
  const attemptId = attemptIdOf(execution.view.id, stepId, n);
  return { type: 'step.queued', data: { stepId, attemptId, n, connector, pool }, at: isoTime(now) };
};

const allBefore = ({ execution }: Place, { id }: StepView, above: Before): Before => {
  const { needs } = stepPlanOf(execution.plan, id) ?? { needs: [] };
  if (needs.length === 0) return above;
  const steps = stepsById(execution.view);
  return needs
    .map(one => steps.get(one))
    .filter(one => one !== undefined)
    .reduce(withStep, above);
};

const mayGo = ({ when = 'success' }: StepView, { settled, bad }: Before): boolean =>
  settled && (when === 'always' || (when === 'failure') === (bad !== undefined));

const cancelled = ({ execution: { view } }: Place, step: StepView): Ends | undefined => {
  const { cancelling } = view;
  if (!cancelling || !isCancelled(view, step)) return undefined;
  return {
    status: 'cancelled',
    reason: cancelling.reason,
    cause: cancelling.cause ?? { kind: 'actor', ref: cancelling.actor },
  };
};

/** A step that runs after success only, and something failed; or after a failure only, and nothing did. */
const unwanted = (place: Place, step: StepView, above: Before): Ends | undefined => {
  const { when = 'success' } = step;
  if (when === 'always' || step.status === 'queued') return undefined;
  const { settled, bad } = allBefore(place, step, above);
  if (when === 'success') return bad && { status: 'skipped', ...bad };
  if (bad || !settled) return undefined;
  return { status: 'skipped', reason: 'nothing before it failed', cause: { kind: 'policy', ref: 'when: failure' } };
};

/** A cell whose matrix ends with the first that fails. */
const takenDown = (place: Place, step: StepView): Ends | undefined => {
  const culprit = culpritOf(place.execution, step, matrixOf(place, step));
  return culprit && { status: 'skipped', ...takenAlong(culprit) };
};

/** Clean-up runs after every deadline too. */
const late = (place: Place, { when }: StepView): Ends | undefined =>
  place.late === undefined || when === 'always'
    ? undefined
    : { status: 'timeout', reason: place.late, cause: { kind: 'timeout' }, failure: 'timeout' };

const isDue = ({ retryAt }: StepView, now: Millis): boolean => retryAt === undefined || now >= Date.parse(retryAt);
