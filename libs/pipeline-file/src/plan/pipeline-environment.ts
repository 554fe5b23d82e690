import { fillAtPlan } from '../interpolation/index.js';
import type { PipelineModel } from '../model.js';
import type { PlanFacts } from './planned.js';
import { inputVariables } from './variables.js';

/** The variables of a pipeline and its trigger, or one sentence on why there are none. */
export type PipelineEnvironment = { environment: Record<string, string>; mistake?: undefined } | { mistake: string };

/** What is known before any step: for expressions that belong to none. Pure. */
export const pipelineEnvironment = (
  { name, environment }: PipelineModel,
  facts: Omit<PlanFacts, 'variables'>,
): PipelineEnvironment => {
  const given = { ...facts.environment, ...inputVariables(facts.inputs) };
  const words = { ...facts.trigger, pipeline: name, inputs: facts.inputs };
  const filled = fillAtPlan({ layers: [environment], given, config: {} }, words);
  if (filled.mistake !== undefined) return filled;
  const late = Object.keys(filled.templates).map(path => path.replace('environment.', ''));
  return { environment: Object.fromEntries(Object.entries(filled.environment).filter(([key]) => !late.includes(key))) };
};
