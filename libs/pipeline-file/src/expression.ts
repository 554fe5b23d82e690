import { type ConditionFacts, mistakeIn } from './condition.js';
import { closest } from './did-you-mean.js';
import { longestExpression } from './limits.js';
import { type Reader, reader, text } from './shape.js';

const variables = [
  'branch',
  'commit',
  'repository',
  'trigger',
  'actor',
  'pipeline',
  'env',
  'steps',
] as const satisfies readonly (keyof ConditionFacts)[];

interface Kind {
  code: string;
  what: string;
  gives: 'bool' | 'string';
  example: string;
}

const expression = ({ code, what, gives, example }: Kind): Reader<string> =>
  reader({ schema: text.schema, words: '[expression](pipelines.md#what-runs-when)' }, (value, path, report) => {
    // `True` is a truth value to YAML and nothing to the language of expressions.
    const isTruth = value.kind === 'scalar' && typeof value.value === 'boolean';
    const written = isTruth ? String(value.value) : text(value, path, report)?.trim();
    if (written === undefined) return undefined;
    if (written.length > longestExpression)
      return report.add(value.offset, path, {
        code,
        message: `${path} has ${written.length} characters, and ${longestExpression} is the most`,
        suggestion: 'test for it in a script',
      });
    const mistake = mistakeIn(written, gives);
    if (mistake === undefined) return written;
    const near = nearestVariable(mistake);
    return report.add(value.offset, path, {
      code,
      message: `${path} is no ${what}: ${shortened(mistake)}`,
      suggestion: near ? `did you mean ${near}?` : `write an expression such as ${example}`,
    });
  });

/** The mistake may hold all of the expression. */
const shortened = (text: string) => (text.length > 160 ? `${text.slice(0, 160)}…` : text);

const nearestVariable = (mistake: string): string | undefined => {
  const [, unknown] = /^Unknown variable: (\w+)/.exec(mistake) ?? [];
  return unknown === undefined ? undefined : closest(unknown, variables);
};

/** Whether a step or a stage runs. */
export const condition = expression({
  code: 'bad-condition',
  what: 'condition',
  gives: 'bool',
  example: "branch == 'main'",
});

export const textExpression = expression({
  code: 'bad-expression',
  what: 'expression for text',
  gives: 'string',
  example: "branch or 'deploy-' + branch",
});
