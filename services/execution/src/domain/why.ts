import {
  type Cause,
  type ExecutionId,
  type Explanation,
  isFinal,
  portWords,
  type StageView,
  type StepId,
  type StepView,
} from '@switchyard/contracts';
import type { Millis } from '@switchyard/kernel';
import { areSideBySide, matricesOf, placesTaken } from './cells.js';
import { endedWell, type Execution, stepOf } from './execution.js';
import { nextConnector } from './fallbacks.js';

/** Sessions of one pool that have been heard of lately. */
export interface PoolFacts {
  sessions: number;
  slots: number;
  running: number;
  /** Besides those: sessions that take nothing, because somebody wants that. */
  drained?: number;
}

/** What is known beyond the execution itself. */
export interface Surroundings {
  /** Who runs in its concurrency group, and how many wait before it. */
  group?: { holders: ExecutionId[]; before: number };
  pools: ReadonlyMap<string, PoolFacts>;
  /** How long the session of a running step has been silent, where that is long. */
  silentMs: ReadonlyMap<StepId, Millis>;
}

type Reason = { sentence: string; cause?: Cause };

export const poolOf = ({ connector, pool }: Pick<StepView, 'connector' | 'pool'>): string => `${connector}/${pool}`;

/** Why one step is as it is; undefined where there is nothing to explain. */
export const explainStep = (execution: Execution, step: StepView, around: Surroundings): Reason | undefined => {
  switch (step.status) {
    case 'waiting':
      return waitOf(execution, step, around);
    case 'waiting-approval':
      return approvalOf(execution, step, around);
    case 'queued':
      return queueOf(execution, step, around);
    case 'running':
      return runOf(step, around);
    case 'success':
      return step.keptFrom
        ? { sentence: `kept from execution ${step.keptFrom}`, cause: { kind: 'execution', ref: step.keptFrom } }
        : undefined;
    default:
      return { sentence: step.reason ?? step.status, ...(step.cause ? { cause: step.cause } : {}) };
  }
};

/** Why the execution as a whole waits, is held up or ended badly; undefined where there is nothing to explain. */
export const explainExecution = ({ view }: Execution, around: Surroundings): Reason | undefined => {
  if (isFinal(view.status)) return view.reason === undefined ? undefined : endOf(view);
  if (view.cancelling)
    return {
      sentence: `being cancelled: ${view.cancelling.reason}`,
      cause: view.cancelling.cause ?? { kind: 'actor', ref: view.cancelling.actor },
    };
  return pauseOf(view) ?? groupOf(view, around);
};

/** Everything of an execution that has a reason. */
export const explainAll = (execution: Execution, around: Surroundings): Explanation[] => {
  const whole = explainExecution(execution, around);
  const steps = execution.view.steps.flatMap(step => {
    const found = explainStep(execution, step, around);
    return found ? [{ stepId: step.id, ...found }] : [];
  });
  return [...(whole ? [whole] : []), ...steps];
};

type View = Execution['view'];

const endOf = ({ reason = '', steps, cancelling }: View): Reason => {
  if (cancelling) return { sentence: reason, cause: cancelling.cause ?? { kind: 'actor', ref: cancelling.actor } };
  const culprit = steps.find(step => isFinal(step.status) && step.status !== 'skipped' && !endedWell(step));
  return { sentence: reason, ...(culprit ? { cause: { kind: 'step', ref: culprit.id } } : {}) };
};

const pauseOf = ({ paused }: View): Reason | undefined => {
  if (!paused) return undefined;
  const why = paused.reason === undefined ? '' : `: ${paused.reason}`;
  return { sentence: `paused by ${paused.actor}${why}`, cause: { kind: 'actor', ref: paused.actor } };
};

const groupOf = ({ group }: View, around: Surroundings): Reason | undefined => {
  if (!group || group.admitted) return undefined;
  const { holders, before } = around.group ?? { holders: [], before: 0 };
  const taken = holders.length > 0 ? `, taken by ${holders.join(', ')}` : '';
  const place = before > 0 ? `; ${before} before it in line` : '';
  const places = group.limit === 1 ? 'the one place' : `one of the ${group.limit} places`;
  return {
    sentence: `waits for ${places} of concurrency group ${group.name}${taken}${place}`,
    cause: { kind: 'group', ref: group.name },
  };
};

const waitOf = (execution: Execution, step: StepView, around: Surroundings): Reason => {
  const { view } = execution;
  const before = stageBefore(view, step) ?? neededBefore(view, step) ?? aboveInStage(view, step);
  return before ?? holdUpOf(execution, step, around) ?? retryOf(step) ?? { sentence: 'its turn comes next' };
};

/** What keeps a step from being queued whose turn it would be. */
const holdUpOf = (execution: Execution, step: StepView, around: Surroundings): Reason | undefined =>
  pauseOf(execution.view) ?? groupOf(execution.view, around) ?? matrixOf(execution, step);

const matrixOf = (execution: Execution, step: StepView): Reason | undefined => {
  const { cell } = step;
  const taken = cell && placesTaken(execution, step, matricesOf(execution.view.steps).get(cell.matrix));
  if (!taken) return undefined;
  const places = taken.places === 1 ? 'the one place' : `one of the ${taken.places} places`;
  return {
    sentence: `waits for ${places} of matrix ${cell.matrix}, taken by ${taken.by.map(one => one.name).join(', ')}`,
    cause: { kind: 'matrix', ref: cell.matrix },
  };
};

const retryOf = ({ retryAt, attempts }: StepView): Reason | undefined => {
  const last = attempts.at(-1);
  if (retryAt === undefined || !last) return undefined;
  const sentence = `attempt ${last.n + 1} starts at ${retryAt}, after ${last.reason ?? 'a failure'}`;
  return { sentence, cause: { kind: 'retry', ref: last.id } };
};

const stageBefore = ({ stages }: View, { stage }: StepView): Reason | undefined => {
  const mine = stages.findIndex(one => one.id === stage);
  const open = stages.slice(0, mine).find((one: StageView) => !isFinal(one.status));
  return open && { sentence: `waits for stage ${open.name} (${open.status})`, cause: { kind: 'stage', ref: open.id } };
};

const neededBefore = (view: View, { needs }: StepView): Reason | undefined =>
  firstOpen(needs.map(id => stepOf(view, id)));

const aboveInStage = (view: View, step: StepView): Reason | undefined => {
  const { id, stage } = step;
  const mine = view.stages.find(one => one.id === stage);
  if (!mine || mine.parallel) return undefined;
  const above = mine.steps.slice(0, mine.steps.indexOf(id)).map(one => stepOf(view, one));
  return firstOpen(above.filter(one => one && !areSideBySide(one, step)));
};

const firstOpen = (steps: (StepView | undefined)[]): Reason | undefined => {
  const open = steps.find(step => step !== undefined && !isFinal(step.status));
  return open && { sentence: `waits for step ${open.name} (${open.status})`, cause: { kind: 'step', ref: open.id } };
};

const approvalOf = (execution: Execution, step: StepView, around: Surroundings): Reason => {
  const { by = [], quorum = 1, reviews = [], expiresAt } = step.approval ?? {};
  const missing = quorum - reviews.length;
  const heldUp = missing > 0 ? undefined : holdUpOf(execution, step, around);
  if (heldUp) return heldUp;
  const who = by.length > 0 ? ` from ${by.join(', ')}` : '';
  const until = expiresAt === undefined ? '' : `, until ${expiresAt}`;
  const what = missing === 1 ? 'one more approval' : `${missing} more approvals`;
  return { sentence: `waits for ${what}${who}${until}`, cause: { kind: 'approval' } };
};

const queueOf = (execution: Execution, step: StepView, { pools }: Surroundings): Reason => {
  const paused = pauseOf(execution.view);
  if (paused) return paused;
  const pool = poolOf(step);
  const { sessions, slots, running, drained = 0 } = pools.get(pool) ?? { sessions: 0, slots: 0, running: 0 };
  const cause: Cause = { kind: 'pool', ref: pool };
  if (sessions === 0 && drained > 0)
    return { sentence: `every connector of pool ${pool} is drained${elseOf(execution, step)}`, cause };
  if (sessions === 0)
    return { sentence: `no connector of pool ${pool} is there to run it${elseOf(execution, step)}`, cause };
  if (running >= slots)
    return { sentence: `waits for a free slot of pool ${pool}: ${running} of ${slots} are in use`, cause };
  return { sentence: `about to be taken by pool ${pool}: ${running} of ${slots} slots are in use`, cause };
};

const elseOf = (execution: Execution, step: StepView): string => {
  const next = nextConnector(execution, step);
  return next ? `; if that stays so, it goes on with ${next}` : '';
};

const runOf = (step: StepView, around: Surroundings): Reason | undefined =>
  silenceOf(step, around) ?? stopOf(step) ?? portsOf(step);

const silenceOf = ({ id, attempts }: StepView, { silentMs }: Surroundings): Reason | undefined => {
  const silent = silentMs.get(id);
  if (silent === undefined) return undefined;
  const session = attempts.at(-1)?.session;
  return {
    sentence: `its connector has not been heard of for ${Math.round(silent / 1_000)} s; it may still run`,
    cause: { kind: 'pool', ...(session ? { ref: session } : {}) },
  };
};

const stopOf = ({ stopping }: StepView): Reason | undefined =>
  stopping && { sentence: `being stopped: ${stopping.reason}`, cause: stopping.cause };

const portsOf = ({ attempts }: StepView): Reason | undefined => {
  const { ports = [] } = attempts.at(-1) ?? {};
  const [first] = ports;
  if (!first) return undefined;
  const where = first.host === undefined ? '' : ` on ${first.host}`;
  return { sentence: `runs, and is reached at ${ports.map(portWords).join(', ')}${where}` };
};
