import { type ExecutionPlan, isFinal, partsOfAttempt, type StepId, type StepPlan } from '@switchyard/contracts';
import { type Execution, stepPlansOf } from './execution.js';

/** What becomes of the shared workspace around a step. */
export interface Travel {
  restoreWorkspace?: true;
  keepWorkspace?: true;
}

/**
 * Whether what a step finds or leaves in the shared workspace may come from, or be needed on, another machine. Where all
 * steps run in one pool that has one session, it is where it is, and nothing is copied.
 */
export const travelOf = ({ plan, view, claims }: Execution, stepId: StepId, isAlone: boolean): Travel => {
  const { sharing, pools } = sharedBy(plan);
  if (!sharing.has(stepId) || (isAlone && pools === 1)) return {};
  const isOther = (id: StepId) => id !== stepId && sharing.has(id);
  const begun = Object.keys(claims).flatMap(attempt => partsOfAttempt(attempt)?.stepId ?? []);
  const tries = begun.filter(id => id === stepId).length;
  const isOpen = view.steps.some(({ id, status }) => isOther(id) && !isFinal(status));
  return {
    ...(tries > 1 || begun.some(id => isOther(id)) ? { restoreWorkspace: true as const } : {}),
    ...(isOpen ? { keepWorkspace: true as const } : {}),
  };
};

/** Who works in the shared workspace of an execution, and in how many pools. */
interface Sharing {
  sharing: ReadonlySet<StepId>;
  pools: number;
}

/** Plans never change, so each is looked through once. */
const known = new WeakMap<ExecutionPlan, Sharing>();

const sharedBy = (plan: ExecutionPlan): Sharing => {
  const found = known.get(plan) ?? lookThrough([...stepPlansOf(plan).values()]);
  known.set(plan, found);
  return found;
};

const lookThrough = (steps: readonly StepPlan[]): Sharing => {
  const sharing = steps.filter(step => step.workspace !== 'own');
  return { sharing: new Set(sharing.map(({ id }) => id)), pools: poolsOf(sharing).size };
};

const poolsOf = (steps: readonly StepPlan[]): Set<string> =>
  new Set(
    steps.flatMap(({ connector, fallbacks = [], pool }) => [connector, ...fallbacks].map(one => `${one} ${pool}`)),
  );
