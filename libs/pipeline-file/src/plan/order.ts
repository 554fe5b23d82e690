import type { StepId } from '@switchyard/contracts';
import { cycleInWords, findCycle } from '../cycle.js';
import type { StageModel } from '../model.js';

/** Steps that wait for each other, so that none of them could ever run. */
export interface Knot {
  stage: number;
  step: number;
  message: string;
  suggestion: string;
}

type Ordered = Pick<StageModel, 'name' | 'parallel'> & { steps: { id: StepId; name: string; needs: StepId[] }[] };

/** The first steps that wait for each other: by what they need, or by the order of their stage as well. */
export const knotIn = (stages: readonly Ordered[]): Knot | undefined => {
  const sites = new Map(
    stages.flatMap(({ steps }, stage) => steps.map((one, step) => [one.id, { stage, step, ...one }])),
  );
  const cycle = findCycle(new Map([...sites.values()].map(({ id, needs }) => [id, needs])));
  const first = cycle && sites.get(cycle[0] as StepId);
  if (first)
    return {
      stage: first.stage,
      step: first.step,
      message: cycleInWords(cycle.map(id => sites.get(id as StepId)?.name ?? id)),
      suggestion: 'remove one of these needs',
    };
  for (const [stage, one] of stages.entries()) {
    const found = one.parallel ? undefined : againstOrder(one);
    if (found) return { stage, ...found };
  }
  return undefined;
};

/** In a stage whose steps run one after the other, a step that needs one below it. */
const againstOrder = ({ name, steps }: Ordered): Omit<Knot, 'stage'> | undefined => {
  const places = new Map(steps.map(({ id }, place) => [id, place]));
  for (const [step, { name: own, needs }] of steps.entries()) {
    const below = needs.map(id => places.get(id) ?? -1).find(place => place > step);
    const other = below === undefined ? undefined : steps[below]?.name;
    if (other !== undefined)
      return {
        step,
        message: `${cycleInWords([own, other, own])}, since stage ${name} runs its steps in their order`,
        suggestion: `move ${other} above ${own}, or give the stage parallel: true`,
      };
  }
  return undefined;
};

interface Placed {
  id: StepId;
  needs: StepId[];
  cell?: { matrix: string };
}

/** Steps of a stage that can run side by side, layer after layer. */
export const layersOf = (parallel: boolean, steps: readonly Placed[]): StepId[][] => {
  const layers: StepId[][] = [];
  const layerOf = parallel ? byNeeds(steps) : byOrder(steps);
  for (const { id } of steps) (layers[layerOf.get(id) ?? 0] ??= []).push(id);
  return layers;
};

/** One step after the other, but the cells of one matrix together. */
const byOrder = (steps: readonly Placed[]): Map<StepId, number> => {
  let layer = -1;
  let before: string | undefined;
  return new Map(
    steps.map(({ id, cell }) => {
      if (cell === undefined || cell.matrix !== before) layer += 1;
      before = cell?.matrix;
      return [id, layer];
    }),
  );
};

/** Each right behind the last of what it needs in its stage. */
const byNeeds = (steps: readonly Placed[]): Map<StepId, number> => {
  const layers = new Map<StepId, number>();
  const byId = new Map(steps.map(step => [step.id, step]));
  for (const start of steps) {
    const path = [start];
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const open = top.needs.map(id => byId.get(id)).find(step => step && !layers.has(step.id));
      if (open) path.push(open);
      else {
        layers.set(top.id, 1 + Math.max(-1, ...top.needs.map(id => layers.get(id) ?? -1)));
        path.pop();
      }
    }
  }
  return layers;
};
