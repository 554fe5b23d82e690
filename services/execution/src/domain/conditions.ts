import type { StepPlan } from '@switchyard/contracts';
import { type ConditionFacts, evaluateCondition } from '@switchyard/pipeline-file/condition';
import type { Execution } from './execution.js';
import type { Ends } from './ends.js';

/** The end of a step one of whose conditions does not hold; undefined where all do. */
export const falseCondition = (execution: Execution, { conditions, environment }: StepPlan): Ends | undefined => {
  if (conditions.length === 0) return undefined;
  const facts = factsFor(execution, environment);
  for (const text of conditions) {
    const found = evaluateCondition(text, facts);
    const cause = { kind: 'condition', ref: text } as const;
    if ('error' in found)
      return { status: 'failed', failure: 'user', reason: `condition ${text}: ${found.error}`, cause };
    if (!found.value) return { status: 'skipped', reason: `condition is false: ${text}`, cause };
  }
  return undefined;
};

const factsFor = ({ view }: Execution, env: Record<string, string>): ConditionFacts => ({
  branch: view.trigger.branch ?? '',
  commit: view.trigger.commit ?? '',
  repository: view.trigger.repository ?? '',
  trigger: view.trigger.type,
  actor: view.trigger.actor,
  pipeline: view.pipelineName,
  env,
  steps: Object.fromEntries(view.steps.map(({ id, status, exitCode = -1 }) => [id, { status, exitCode }])),
});
