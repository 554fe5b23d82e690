import { maxSteps } from '@switchyard/contracts/words';
import type { PipelineModel, StageModel, StepModel } from '../model.js';
import { countCells } from './matrix.js';
import { knotIn } from './order.js';

/** Something of a model that could never be planned, and where. */
export interface Misfit {
  /** Absent: the whole pipeline. */
  at?: { stage: number; step: number; key: 'matrix' | 'needs' };
  code: string;
  message: string;
  suggestion: string;
}

/** Characters of a whole plan: the bus carries 8 MB at once, and the store keeps it in a document of 16 MB. */
export const largestPlan = 4_194_304;
/** Expressions of all steps together: each takes some 40 µs, in which the service does nothing else. */
const mostExpressions = 10_000;

/** What is wrong with the structure of a pipeline, whoever triggers it. */
export const misfitsOf = (model: PipelineModel): Misfit[] => {
  const found = knotsIn(model);
  const sites = model.stages.flatMap((stage, s) =>
    stage.steps.map((step, n) => ({ stage, step, cells: step.matrix ? countCells(step.matrix) : 1, s, n })),
  );
  for (const { step, cells, s, n } of sites)
    if (cells === 0) found.push({ ...noCells(step), at: { stage: s, step: n, key: 'matrix' } });
  const steps = sites.reduce((sum, { cells }) => sum + cells, 0);
  return [...found, ...(steps > maxSteps ? [tooManySteps(steps)] : tooMuch(model, sites))];
};

const knotsIn = ({ stages }: PipelineModel): Misfit[] => {
  const knot = knotIn(stages);
  if (!knot) return [];
  const { stage, step, message, suggestion } = knot;
  return [{ at: { stage, step, key: 'needs' }, code: 'cycle', message, suggestion }];
};

const noCells = ({ name }: StepModel) => ({
  code: 'empty-matrix',
  message: `the matrix of step ${name} has no cells`,
  suggestion: 'give each axis a value, and leave out fewer combinations',
});

const tooManySteps = (steps: number): Misfit => ({
  code: 'too-many-steps',
  message: `with its matrices the pipeline has ${steps} steps, and ${maxSteps} is the most`,
  suggestion: 'shorten the axes, or split it into several pipelines',
});

interface Site {
  stage: StageModel;
  step: StepModel;
  cells: number;
}

const tooMuch = (model: PipelineModel, sites: Site[]): Misfit[] => {
  const outer = weightOf(model.environment);
  const stages = new Map(model.stages.map(stage => [stage, weightOf(stage.environment)]));
  let expressions = 0;
  let characters = 0;
  for (const { stage, step, cells } of sites) {
    const weights = [outer, stages.get(stage) ?? nothing, weightOf([step.environment, step.config])];
    for (const weight of weights) {
      expressions += weight.expressions * cells;
      characters += weight.characters * cells;
    }
  }
  if (characters > largestPlan) return [tooLarge(characters)];
  return expressions > mostExpressions ? [tooManyExpressions(expressions)] : [];
};

const nothing = { characters: 0, expressions: 0 };
const weightOf = (value: unknown) => {
  const text = JSON.stringify(value);
  return { characters: text.length, expressions: text.split('${{').length - 1 };
};

export const tooLarge = (characters: number): Misfit => ({
  code: 'too-large-plan',
  message: `all steps with their texts come to ${characters} characters, and ${largestPlan} is the most`,
  suggestion: 'move long texts into files of the repository, or have fewer steps',
});

const tooManyExpressions = (expressions: number): Misfit => ({
  code: 'too-many-expressions',
  message: `all steps together have ${expressions} expressions, and ${mostExpressions} is the most`,
  suggestion: 'let a script put texts together from variables',
});
