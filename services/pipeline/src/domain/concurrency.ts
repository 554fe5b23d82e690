import type { ConcurrencyPlan, TriggerFacts } from '@switchyard/contracts';
import type { PipelineModel } from '@switchyard/pipeline-file';
import { type ConditionFacts, evaluateText } from '@switchyard/pipeline-file/condition';
import { pipelineEnvironment, triggerWords } from '@switchyard/pipeline-file/plan';

interface Ingredients {
  model: PipelineModel;
  trigger: TriggerFacts;
  environment: Record<string, string>;
  /** Checked, with their defaults. */
  inputs?: Record<string, string>;
}

export type Grouped = { concurrency?: ConcurrencyPlan } | { mistake: string };

/** Room for a group's name and for what its key gives, which may be a branch. */
const longestGroup = 300;

/** The concurrency group of one execution, or one sentence on why it has none although it should. Pure. */
export const concurrencyOf = (from: Ingredients): Grouped => {
  const { concurrency } = from.model;
  if (!concurrency) return {};
  const { group, key, limit, onFull } = concurrency;
  if (key === undefined) return { concurrency: { group, limit, onFull } };
  const facts = factsOf(from);
  const evaluated = 'error' in facts ? facts : evaluateText(key, facts);
  if ('error' in evaluated) return { mistake: `the concurrency key ${key} gives nothing: ${evaluated.error}` };
  const whole = `${group}/${evaluated.value}`;
  if (whole.length <= longestGroup) return { concurrency: { group: whole, limit, onFull } };
  const mistake = `its concurrency group with the key ${key} has ${whole.length} characters, and ${longestGroup} is the most`;
  return { mistake };
};

const factsOf = (from: Ingredients): ConditionFacts | { error: string } => {
  const { model, environment, inputs = {} } = from;
  const trigger = triggerWords(from.trigger);
  const known = pipelineEnvironment(model, { trigger, environment, inputs });
  if (known.mistake !== undefined) return { error: known.mistake };
  // Nothing has run yet.
  return { ...trigger, pipeline: model.name, inputs, env: known.environment, steps: {} };
};
