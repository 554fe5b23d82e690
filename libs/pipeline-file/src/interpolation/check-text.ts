import { mistakeIn } from '../condition.js';
import { hintFor } from '../expression-hints.js';
import { longestExpression } from '../limits.js';
import type { Scalar_ } from '../located.js';
import type { Problem, Report } from '../report.js';
import { wrongInCommand } from './check-command.js';
import { type Asking, wrongNames } from './check-names.js';
import { asksForHash, wrongHash } from './file-hashes.js';
import { expressionsIn, type Written } from './parts.js';
import { placesOf } from './place-of.js';
import type { Meaning } from './rules.js';
import type { Scope } from './scope.js';

interface Text {
  value: Scalar_;
  path: string;
  meaning: Meaning;
  /** Absent where names cannot be looked up. */
  asking?: Asking | undefined;
}

/** Looks at one text of a file. */
export const checkText = (text: Text, scope: Scope, report: Report): void => {
  const { value, path, meaning, asking } = text;
  if (meaning === 'bare') return checkBare(value, path, asking, { scope, report });
  if (meaning === 'prose' || !value.written.includes('{{')) return undefined;
  const place = placesOf(value, report);
  for (const { start, ...problem } of problemsOf(text, scope)) {
    if (report.isFull) return undefined;
    report.add(place(start), path, problem);
  }
};

interface Placed extends Problem {
  /** In the text. */
  start: number;
}

/** One by one: each takes its time, and a file may hold more than anybody wants to be told of. */
const problemsOf = function* ({ value: { written }, meaning, asking }: Text, scope: Scope): Generator<Placed> {
  if (meaning === 'command') return yield* wrongInCommand(written);
  const isKey = meaning === 'key';
  const early = asking && { ...asking, isEarly: asking.isEarly || isKey || meaning === 'early' };
  for (const one of expressionsIn(written))
    for (const problem of meaning === 'plain' ? [notRead(one)] : wrongIn(one, { asking: early, isKey }, scope))
      yield { start: one.start, ...problem };
};

interface Target {
  scope: Scope;
  report: Report;
}

/** What it says itself was looked at where it was read. */
const checkBare = (value: Scalar_, path: string, asking: Asking | undefined, { scope, report }: Target): void => {
  if (!asking || report.concerns(path)) return;
  for (const problem of wrongNames(value.written, asking, scope)) report.add(value.offset, path, problem);
};

interface Ground {
  asking: Asking | undefined;
  /** Whether it stands in the key of a cache. */
  isKey: boolean;
}

const wrongIn = ({ expression, unclosed }: Written, { asking, isKey }: Ground, scope: Scope): Problem[] => {
  if (unclosed) return [notClosed(expression)];
  if (expression.length > longestExpression) return [tooLong(expression.length)];
  const names = asking ? wrongNames(expression, asking, scope) : [];
  if (asksForHash(expression)) return [wrongHash(expression, isKey) ?? [], names].flat();
  const mistake = mistakeIn(expression, 'any');
  if (mistake !== undefined)
    return [
      {
        code: 'bad-expression',
        message: `\${{ ${shortened(expression)} }} is no expression for text: ${shortened(mistake)}`,
        suggestion: hintFor(expression, mistake, 'branch'),
      },
    ];
  return names;
};

const shortened = (text: string) => (text.length > 160 ? `${text.slice(0, 160)}…` : text);

const notClosed = (expression: string): Problem => ({
  code: 'unclosed-expression',
  message: `\${{ ${shortened(expression)} is not closed`,
  suggestion: 'add }} behind the expression, outside of quotes, or write $${{ for the signs themselves',
});

const tooLong = (length: number): Problem => ({
  code: 'bad-expression',
  message: `an expression has ${length} characters, and ${longestExpression} is the most`,
  suggestion: 'let a step work it out, and give it as an output',
});

const notRead = ({ expression }: Written): Problem => ({
  severity: 'warning',
  code: 'expression-not-read',
  message: `\${{ ${shortened(expression)} }} stays as it is: expressions are not read here`,
  suggestion: 'use it in env:, in what a connector reads, in environment-name:, in the key of a cache or in source:',
});
