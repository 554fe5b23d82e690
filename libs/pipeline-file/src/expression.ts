import { mistakeIn } from './condition.js';
import { hintFor } from './expression-hints.js';
import { longestExpression } from './limits.js';
import { type Reader, reader, text } from './shape.js';

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
    return report.add(value.offset, path, {
      code,
      message: `${path} is no ${what}: ${shortened(mistake)}`,
      suggestion: hintFor(written, mistake, example),
    });
  });

/** The mistake may hold all of the expression. */
const shortened = (text: string) => (text.length > 160 ? `${text.slice(0, 160)}…` : text);

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
