import type { StepPlan } from '@switchyard/contracts';
import { evaluateCondition } from '@switchyard/pipeline-file/condition';
import { type ClaimFacts, fillAtClaim } from '@switchyard/pipeline-file/interpolation';
import type { Execution } from './execution.js';
import type { Ends } from './ends.js';
import { factsOf } from './facts.js';

/** The end of a step one of whose conditions does not hold; undefined where all do. */
export const falseCondition = (execution: Execution, plan: StepPlan): Ends | undefined => {
  if (plan.conditions.length === 0) return undefined;
  const facts = factsOf(execution, plan);
  const env = environmentOf(plan, facts);
  for (const text of plan.conditions) {
    const found = evaluateCondition(text, { ...facts, env });
    const cause = { kind: 'condition', ref: text } as const;
    if ('error' in found)
      return { status: 'failed', failure: 'user', reason: `condition ${text}: ${found.error}`, cause };
    if (!found.value) return { status: 'skipped', reason: `condition is false: ${text}`, cause };
  }
  return undefined;
};

const ofVariable = 'environment.';

/** With what earlier steps gave; a variable that cannot be filled is not there, which hurts only those who ask for it. */
const environmentOf = ({ environment, templates = {} }: StepPlan, facts: ClaimFacts): Record<string, string> => {
  const late = Object.entries(templates).filter(([path]) => path.startsWith(ofVariable));
  if (late.length === 0) return environment;
  const filled = fillAtClaim({ environment, config: {}, templates: Object.fromEntries(late) }, facts);
  if (filled.mistake === undefined) return filled.environment;
  const missing = new Set(late.map(([path]) => path.slice(ofVariable.length)));
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !missing.has(name)));
};
