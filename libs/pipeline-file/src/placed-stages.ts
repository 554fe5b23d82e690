import type { RawPipeline, RawStage } from './pipeline-shape.js';
import type { Report } from './report.js';
import type { RawStep } from './step-shape.js';

/** A raw stage with its place in the file. */
export interface PlacedStage {
  stage: RawStage;
  /** Of the stage. */
  path: string;
  /** Of its list of steps. */
  steps: string;
}

/** The stages, and behind them what always runs. */
export const placedStages = (raw: RawPipeline, report: Report): PlacedStage[] => {
  const stages = stagesOf(raw, report);
  return raw.values.always ? [...stages, alwaysStage(raw, raw.values.always, report)] : stages;
};

/** A flat list of steps is one stage, whose order is its steps' needs where they name any. */
const stagesOf = (raw: RawPipeline, report: Report): PlacedStage[] => {
  const { stages, steps, parallel } = raw.values;
  if (stages && steps) report.add(raw.at('steps'), 'steps', stepsAndStages);
  if (stages && stages.length > 0)
    return stages.map((stage, index) => ({ stage, path: `stages[${index}]`, steps: `stages[${index}].steps` }));
  if (steps && steps.length > 0) return [flatStage(raw, steps, parallel)];
  const key = stages ? 'stages' : 'steps';
  if (!report.concerns('stages') && !report.concerns('steps')) report.add(raw.at(key), key, noSteps);
  return [];
};

const flatStage = (raw: RawPipeline, steps: RawStep[], parallel: boolean | undefined): PlacedStage =>
  listed(raw, 'steps', { name: 'steps', steps, parallel: parallel ?? steps.some(hasNeeds) });

const hasNeeds = ({ values }: RawStep) => values.needs !== undefined;

const alwaysStage = (raw: RawPipeline, steps: RawStep[], report: Report): PlacedStage => {
  if (steps.length === 0 && !report.concerns('always'))
    report.add(raw.at('always'), 'always', {
      code: 'no-steps',
      message: 'always: has no steps',
      suggestion: 'add a step, or leave always: out',
    });
  return listed(raw, 'always', { name: 'always', steps, parallel: false, when: 'always' });
};

/** A list of steps of the pipeline as a stage of its own. */
const listed = (raw: RawPipeline, key: 'steps' | 'always', values: RawStage['values']): PlacedStage => ({
  stage: { values, offset: raw.at(key), at: () => raw.at(key), path: () => key },
  path: key,
  steps: key,
});

const stepsAndStages = {
  code: 'steps-and-stages',
  message: 'a pipeline has stages or steps, not both',
  suggestion: 'move the steps into a stage',
};

const noSteps = {
  code: 'no-steps',
  message: 'the pipeline has no stages and no steps',
  suggestion: 'add stages: with at least one stage, or steps: with at least one step',
};
