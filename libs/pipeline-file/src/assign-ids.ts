import type { StepId } from '@switchyard/contracts';
import { slugOf } from '@switchyard/kernel';
import type { StageModel } from './model.js';

/** Slugs, unique in the pipeline; a step whose slug is taken gets its stage's in front, and then a number. */
export const assignIds = (stages: StageModel[]): void => {
  const taken = new Set<string>();
  const free = (...candidates: string[]): string => {
    for (let n = 1; ; n += 1) {
      const found = candidates.map(one => (n === 1 ? one : `${one.slice(0, 58)}-${n}`)).find(one => !taken.has(one));
      if (found) return found;
    }
  };
  const stageIds = new Set<string>();
  for (const stage of stages) {
    const slug = slugOf(stage.name, 'stage');
    let id = slug;
    for (let n = 2; stageIds.has(id); n += 1) id = `${slug.slice(0, 58)}-${n}`;
    stageIds.add(id);
    stage.id = id;
    for (const step of stage.steps) {
      const own = slugOf(step.name, 'step');
      step.id = free(own, slugOf(`${id}-${own}`, own, 58)) as StepId;
      taken.add(step.id);
    }
  }
};
