import { type ConditionFacts, evaluateCondition } from '../condition.js';
import { referencesOf } from '../interpolation/references.js';

/** What is known of one step when its plan is made. */
interface Known {
  facts: Omit<ConditionFacts, 'steps'>;
  /** Variables whose values only its claim will give. */
  late: ReadonlySet<string>;
}

/** Whether all conditions of a step hold already; undefined where that cannot be said yet. Only for looking at. */
export const knownOf = (conditions: readonly string[], known: Known): boolean | undefined => {
  const results = conditions.map(condition => resultOf(condition, known));
  if (results.includes(false)) return false;
  return results.length > 0 && results.every(result => result === true) ? true : undefined;
};

const resultOf = (condition: string, { facts, late }: Known): boolean | undefined => {
  const isOpen = referencesOf(condition).some(({ root, members: [name] }) => {
    if (root !== 'env') return root === 'steps';
    return name === undefined ? late.size > 0 : late.has(name);
  });
  if (isOpen) return undefined;
  const found = evaluateCondition(condition, { ...facts, steps: {} });
  return 'value' in found ? found.value : undefined;
};
