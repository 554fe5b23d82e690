import type { ExecutionView, StepId, StepView } from '@switchyard/contracts';

type Parts = Pick<ExecutionView, 'stages' | 'steps'>;

/** Of each stage its steps, in order. */
export const stepsOfStages = ({ stages, steps }: Parts): StepView[][] => {
  const byId = new Map(steps.map(step => [step.id, step]));
  return stages.map(stage => stage.steps.flatMap(id => byId.get(id) ?? []));
};

/**
 * Of each step what comes directly before it in its own stage. A rule of the engine: a stage that is not parallel runs
 * from top to bottom, and cells of one matrix side by side.
 */
export const beforeInStage = (steps: readonly StepView[], parallel: boolean): Map<StepId, StepId[]> => {
  const own = new Set(steps.map(({ id }) => id));
  if (parallel) return new Map(steps.map(({ id, needs }) => [id, needs.filter(one => own.has(one))]));
  const before = new Map<StepId, StepId[]>();
  layersOf(steps).forEach((layer, index, all) => {
    const above = (all[index - 1] ?? []).map(({ id }) => id);
    for (const { id } of layer) before.set(id, above);
  });
  return before;
};

/** Of each step what comes directly before it: in its stage, else what it needs of others, else all of the stage before. */
export const beforeOf = (view: Parts): Map<StepId, StepId[]> => {
  const before = new Map<StepId, StepId[]>();
  let stageBefore: StepId[] = [];
  stepsOfStages(view).forEach((steps, index) => {
    const inStage = beforeInStage(steps, view.stages[index]?.parallel ?? false);
    for (const { id, needs } of steps) {
      const near = new Set([...(inStage.get(id) ?? []), ...needs]);
      before.set(id, near.size > 0 ? [...near] : stageBefore);
    }
    if (steps.length > 0) stageBefore = steps.map(({ id }) => id);
  });
  return before;
};

const layersOf = (steps: readonly StepView[]): StepView[][] => {
  const layers: StepView[][] = [];
  for (const step of steps) {
    const last = layers.at(-1);
    if (step.cell && last?.[0]?.cell?.matrix === step.cell.matrix) last.push(step);
    else layers.push([step]);
  }
  return layers;
};
