import { isFinal, partsOfAttempt, type StepId, type StepPlan } from '@switchyard/contracts';
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
  const sharing = [...stepPlansOf(plan).values()].filter(step => step.workspace !== 'own');
  const others = new Set(sharing.map(({ id }) => id).filter(id => id !== stepId));
  if (others.size === sharing.length || (isAlone && poolsOf(sharing).size === 1)) return {};
  const begun = Object.keys(claims).flatMap(attempt => partsOfAttempt(attempt)?.stepId ?? []);
  const tries = begun.filter(id => id === stepId).length;
  const isOpen = view.steps.some(({ id, status }) => others.has(id) && !isFinal(status));
  return {
    ...(tries > 1 || begun.some(id => others.has(id)) ? { restoreWorkspace: true as const } : {}),
    ...(isOpen ? { keepWorkspace: true as const } : {}),
  };
};

const poolsOf = (steps: readonly StepPlan[]): Set<string> =>
  new Set(
    steps.flatMap(({ connector, fallbacks = [], pool }) => [connector, ...fallbacks].map(one => `${one} ${pool}`)),
  );
