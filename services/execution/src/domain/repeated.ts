import type { ExecutionId, ExecutionView, StepId, StepPlan, StepView } from '@switchyard/contracts';
import { areSideBySide } from './cells.js';
import { viewOfPlan } from './created.js';
import { endedWell, type Execution } from './execution.js';

/** Steps that run again: what did not end well, or the named step, and everything that comes after one of them. */
export const repeatedSteps = ({ plan, view }: Execution, fromStep: StepId | undefined): ReadonlySet<StepId> => {
  const again = new Set(view.steps.filter(step => step.id === fromStep || !endedWell(step)).map(step => step.id));
  let earlier = false;
  for (const stage of plan.stages) {
    let [above, soFar] = [earlier, earlier];
    let last: StepPlan | undefined;
    for (const step of inOrderOfNeeds(stage.steps)) {
      if (!stage.parallel && !areSideBySide(last, step)) above = soFar;
      if (above || step.needs.some(id => again.has(id))) again.add(step.id);
      soFar ||= again.has(step.id);
      last = step;
    }
    earlier ||= stage.steps.some(step => again.has(step.id));
  }
  return again;
};

/** In a parallel stage a step may need one that stands below it. */
const inOrderOfNeeds = <Step extends { id: StepId; needs: StepId[] }>(steps: Step[]): Step[] => {
  const left = new Map(steps.map(step => [step.id, step]));
  const sorted: Step[] = [];
  const place = (step: Step): void => {
    if (!left.delete(step.id)) return;
    for (const id of step.needs) {
      const needed = left.get(id);
      if (needed) place(needed);
    }
    sorted.push(step);
  };
  steps.forEach(place);
  return sorted;
};

interface Repetition {
  id: ExecutionId;
  again: ReadonlySet<StepId>;
  from: StepId | 'failed' | 'start';
  actor: string;
  at: string;
}

/** The new execution before anything happened in it. */
export const viewOfRerun = ({ view, plan }: Execution, { id, again, from, actor, at }: Repetition): ExecutionView => {
  const fresh = viewOfPlan({ id, plan, trigger: { ...view.trigger, actor, at }, at });
  const before = new Map(view.steps.map(step => [step.id, step]));
  return {
    ...fresh,
    rerunOf: { executionId: view.id, from, actor },
    steps: fresh.steps.map(step => {
      const kept = again.has(step.id) ? undefined : before.get(step.id);
      return kept ? keptStep(step, kept, view.id) : step;
    }),
  };
};

const keptStep = (fresh: StepView, { approval: _, ...kept }: StepView, source: ExecutionId): StepView => ({
  ...fresh,
  ...kept,
  attempts: [],
  keptFrom: kept.keptFrom ?? source,
});
