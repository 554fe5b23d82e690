import { type ConditionFacts, evaluateAny } from '../condition.js';
import { expressionsIn, partsOf, type Written } from './parts.js';
import { type Reference, referencesOf } from './references.js';

/** The text, or one sentence on why there is none. */
export type Filled = { text: string; mistake?: undefined } | { mistake: string };

/** A text with its expressions evaluated, and `$${{` made `${{`. Pure, and never throws. What it gives is literal: never fill it again. */
export const fillText = (text: string, facts: ConditionFacts): Filled => {
  if (!text.includes('${{')) return { text };
  const filled: string[] = [];
  for (const part of partsOf(text)) {
    const one: Filled = 'literal' in part ? { text: part.literal } : fillOne(part, facts);
    if (one.mistake !== undefined) return one;
    filled.push(one.text);
  }
  return { text: filled.join('') };
};

/** One expression, evaluated. */
export const fillOne = ({ expression, unclosed }: Written, facts: ConditionFacts): Filled => {
  if (unclosed) return { mistake: `\${{ ${shortened(expression)} is not closed by }}` };
  const found = evaluateAny(expression, facts);
  return 'error' in found
    ? { mistake: `\${{ ${shortened(expression)} }}: ${shortened(found.error)}` }
    : { text: found.value };
};

const shortened = (text: string) => (text.length > 160 ? `${text.slice(0, 160)}…` : text);

/** Whether a text asks for what earlier steps gave, so that it can be filled only when its step is claimed. */
export const isLate = (text: string): boolean => askedIn(text).some(({ root }) => root === 'steps');

/** Everything the expressions of a text ask for. */
export const askedIn = (text: string): Reference[] =>
  expressionsIn(text).flatMap(({ expression }) => referencesOf(expression));
