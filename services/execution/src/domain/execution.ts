import type {
  AttemptId,
  AttemptView,
  ExecutionPlan,
  ExecutionView,
  SessionId,
  StagePlan,
  StepId,
  StepPlan,
  StepView,
} from '@switchyard/contracts';

/** Who holds the right to run an attempt. The nonce makes a repeated claim harmless. */
export interface Claim {
  session: SessionId;
  nonce: string;
}

/** All there is to know about one execution. `view` is the fold of its events; `plan` never changes. */
export interface Execution {
  view: ExecutionView;
  plan: ExecutionPlan;
  claims: Readonly<Record<AttemptId, Claim>>;
}

/** One change, before it gets its envelope. */
export type { Change } from '@switchyard/contracts/evolve';

export const stepOf = (view: ExecutionView, id: StepId): StepView | undefined =>
  view.steps.find(step => step.id === id);

/** A list of steps never changes: what changes one makes another. */
const stepsOfLists = new WeakMap<readonly StepView[], ReadonlyMap<StepId, StepView>>();

export const stepsById = ({ steps }: ExecutionView): ReadonlyMap<StepId, StepView> => {
  const known = stepsOfLists.get(steps) ?? new Map(steps.map(step => [step.id, step]));
  stepsOfLists.set(steps, known);
  return known;
};

export const lastAttempt = (step: StepView): AttemptView | undefined => step.attempts.at(-1);

/** A step whose end lets those after it go on: also one that was not wanted. */
export const endedWell = (step: StepView): boolean => {
  if (step.status === 'skipped') return step.cause?.kind === 'condition' || step.cause?.kind === 'policy';
  return step.status === 'success' || (step.continueOnError && (step.status === 'failed' || step.status === 'timeout'));
};

/** Whether a step is to end: by itself, or with its execution. Clean-up goes on then, unless the cancel was forced. */
export const isCancelled = ({ cancelling }: ExecutionView, { when, stopping }: StepView): boolean =>
  stopping !== undefined || (cancelling !== undefined && (when !== 'always' || cancelling.force === true));

export const stagePlanOf = (plan: ExecutionPlan, id: string): StagePlan | undefined =>
  plan.stages.find(stage => stage.id === id);

/** Plans never change, so each is looked through once. */
const stepPlans = new WeakMap<ExecutionPlan, Map<StepId, StepPlan>>();

export const stepPlanOf = (plan: ExecutionPlan, id: StepId): StepPlan | undefined => stepPlansOf(plan).get(id);

export const stepPlansOf = (plan: ExecutionPlan): ReadonlyMap<StepId, StepPlan> => {
  const known = stepPlans.get(plan);
  if (known) return known;
  const found = new Map(plan.stages.flatMap(stage => stage.steps).map(step => [step.id, step]));
  stepPlans.set(plan, found);
  return found;
};
