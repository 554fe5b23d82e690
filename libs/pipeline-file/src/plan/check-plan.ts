import type { PipelineModel } from '../model.js';
import type { PlacedStage } from '../placed-stages.js';
import type { Report } from '../report.js';
import { misfitsOf } from './structure.js';

/** Says at its place what could never be planned, in a file that is right otherwise. */
export const checkPlan = (model: PipelineModel, placed: readonly PlacedStage[], report: Report): void => {
  if (report.hasErrors) return;
  for (const { at, ...problem } of misfitsOf(model)) {
    const stage = at && placed[at.stage];
    const step = at && stage?.stage.values.steps?.[at.step];
    if (at && stage && step) report.add(step.at(at.key), `${stage.steps}[${at.step}].${at.key}`, problem);
    else report.add(0, '', problem);
  }
};
