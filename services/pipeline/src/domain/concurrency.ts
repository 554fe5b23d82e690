import type { ConcurrencyPlan, TriggerFacts } from '@switchyard/contracts';
import type { PipelineModel } from '@switchyard/pipeline-file';
import { evaluateText } from '@switchyard/pipeline-file/condition';

interface Ingredients {
  model: PipelineModel;
  trigger: TriggerFacts;
  environment: Record<string, string>;
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
  const evaluated = evaluateText(key, factsOf(from));
  if ('error' in evaluated) return { mistake: `the concurrency key ${key} gives nothing: ${evaluated.error}` };
  const whole = `${group}/${evaluated.value}`;
  if (whole.length <= longestGroup) return { concurrency: { group: whole, limit, onFull } };
  const mistake = `its concurrency group with the key ${key} has ${whole.length} characters, and ${longestGroup} is the most`;
  return { mistake };
};

const factsOf = ({ model, trigger, environment }: Ingredients) => ({
  branch: trigger.branch ?? '',
  commit: trigger.commit ?? '',
  repository: trigger.repository ?? '',
  trigger: trigger.type,
  actor: trigger.actor,
  pipeline: model.name,
  env: { ...model.environment, ...environment },
  // Nothing has run yet.
  steps: {},
});
