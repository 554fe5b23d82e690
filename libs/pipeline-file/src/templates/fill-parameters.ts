import { evaluateConstant } from '../condition.js';
import { closest } from '../did-you-mean.js';
import { expressionsIn, onlyExpression, partsOf } from '../interpolation/parts.js';
import { placesOf } from '../interpolation/place-of.js';
import { type Reference, referencesOf } from '../interpolation/references.js';
import type { Scalar_ } from '../located.js';
import type { Report } from '../report.js';
import type { Arguments } from './template.js';

interface Target {
  report: Report;
  path: string;
}

/** A text with the parameters of its expressions filled in; one that is all an expression keeps the type of its value. */
export const fillParameters = (text: Scalar_, given: Arguments, target: Target): Scalar_ => {
  const found = expressionsIn(text.written).filter(({ expression }) => parametersIn(expression).length > 0);
  if (found.length === 0) return text;
  const pieces: string[] = [];
  const place = placesOf(text, target.report);
  let from = 0;
  for (const { expression, start, end } of found) {
    const value = valueOf(expression, given, { ...target, at: place(start) });
    if (!value) return text;
    if (onlyExpression(text.written)) return { ...text, ...value };
    pieces.push(text.written.slice(from, start), value.written);
    from = end;
  }
  return withText(text, pieces.join('') + text.written.slice(from));
};

/** An expression without braces, such as a condition, with values in place of its parameters. */
export const spliceParameters = (text: Scalar_, given: Arguments, target: Target): Scalar_ => {
  const found = parametersIn(text.written);
  if (found.length === 0 || !areKnown(found, given, { ...target, at: text.offset })) return text;
  return withText(text, spliced(text.written, found, given));
};

const withText = (text: Scalar_, written: string): Scalar_ => ({ ...text, value: written, written });

const parametersIn = (expression: string): Reference[] =>
  expression.includes('params') ? referencesOf(expression).filter(({ root }) => root === 'params') : [];

type Value = Pick<Scalar_, 'value' | 'written'> & Partial<Scalar_>;

interface At extends Target {
  at: number;
}

/** What stands for one expression: the value, or an expression that asks for what is known later. */
const valueOf = (expression: string, given: Arguments, target: At): Value | undefined => {
  const found = parametersIn(expression);
  if (!areKnown(found, given, target)) return undefined;
  const [only] = found;
  if (only?.start === 0 && only.end === expression.length) return given.get(only.members[0] ?? '');
  const filled = spliced(expression, found, given);
  if (referencesOf(filled).length > 0) {
    const written = `\${{ ${filled} }}`;
    return { value: written, written };
  }
  const result = evaluateConstant(filled);
  if ('error' in result) return target.report.add(target.at, target.path, badExpression(expression, result.error));
  // It is searched for expressions once more, and what a value holds is none.
  const { value } = result;
  return typeof value === 'string' ? withoutExpressions(value) : { value, written: String(value) };
};

const withoutExpressions = (text: string): Value => {
  const written = text.replaceAll('${{', () => '$${{');
  return { value: written, written };
};

const areKnown = (found: readonly Reference[], given: Arguments, { report, path, at }: At): boolean =>
  found.every(({ members }) => {
    const [name] = members;
    if (members.length === 1 && name !== undefined && given.has(name)) return true;
    report.add(at, path, unknownParameter(members, [...given.keys()]));
    return false;
  });

const spliced = (expression: string, found: readonly Reference[], given: Arguments): string => {
  const pieces: string[] = [];
  let from = 0;
  for (const { members, start, end } of found) {
    const value = given.get(members[0] ?? '');
    pieces.push(expression.slice(from, start), value ? literalOf(value) : 'null');
    from = end;
  }
  return pieces.join('') + expression.slice(from);
};

/** A value as the language of expressions writes it; a text with expressions becomes one. */
const literalOf = ({ value, written }: Scalar_): string => {
  if (typeof value !== 'string') return `(${String(value)})`;
  const parts = partsOf(written).map(part =>
    'literal' in part ? JSON.stringify(part.literal) : `string(${part.expression})`,
  );
  return parts.length > 0 ? `(${parts.join(' + ')})` : '""';
};

const unknownParameter = (members: readonly string[], known: readonly string[]) => {
  const name = members.join('.');
  const near = closest(name, known);
  const told = known.length > 0 ? `its parameters are ${known.join(', ')}` : 'declare it: parameters: { … }';
  return {
    code: 'unknown-parameter',
    message: name ? `params.${name} is no parameter of this template` : 'params stands here without a name',
    suggestion: near ? `did you mean ${near}?` : told,
  };
};

const badExpression = (expression: string, mistake: string) => ({
  code: 'bad-expression',
  message: `\${{ ${expression.slice(0, 80)} }} gives nothing: ${mistake.slice(0, 160)}`,
  suggestion: 'write an expression such as params.version',
});
