import type { StepPlan } from '@switchyard/contracts';
import type { ConditionFacts } from '../condition.js';
import { fillText } from './fill-text.js';
import { keysOf } from './places.js';

/** What is known when a step is claimed; its environment is read from the plan. */
export type ClaimFacts = Omit<ConditionFacts, 'env'>;

export interface FilledAtClaim {
  environment: Record<string, string>;
  config: Record<string, unknown>;
  mistake?: undefined;
}

/**
 * Fills the places that `templates` of a plan names, variables first, and leaves everything else as it is.
 * Pure, and never throws; the plan is not touched.
 */
export const fillAtClaim = (
  { environment, config, templates = {} }: Pick<StepPlan, 'environment' | 'config' | 'templates'>,
  facts: ClaimFacts,
): FilledAtClaim | { mistake: string } => {
  const filled = structuredClone({ environment, config });
  const places = Object.entries(templates).map(([path, text]) => ({ path, text, keys: keysOf(path) }));
  const isVariable = ({ keys }: { keys: string[] }) => keys[0] === 'environment';
  const sorted = [...places.filter(isVariable), ...places.filter(one => !isVariable(one))];
  for (const { path, text, keys } of sorted) {
    const found = fillText(text, { ...facts, env: filled.environment });
    if (found.mistake !== undefined) return { mistake: `${path}: ${found.mistake}` };
    put(filled, keys, found.text);
  }
  return filled;
};

/** Puts a text where its keys lead; a place that is not there is passed over. */
const put = (whole: object, keys: readonly string[], text: string): void => {
  let place: unknown = whole;
  for (const key of keys.slice(0, -1)) place = own(place, key);
  const last = keys.at(-1);
  if (last !== undefined && own(place, last) !== undefined) (place as Record<string, unknown>)[last] = text;
};

const own = (place: unknown, key: string): unknown =>
  typeof place === 'object' && place !== null && Object.hasOwn(place, key)
    ? (place as Record<string, unknown>)[key]
    : undefined;
