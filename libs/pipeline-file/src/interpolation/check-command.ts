import { variables } from '../condition.js';
import type { Problem } from '../report.js';
import { expressionsIn } from './parts.js';
import { referencesOf } from './references.js';

interface Found extends Problem {
  /** In the text. */
  start: number;
}

/** A command is a program: text that others chose must reach it as a variable, never as a part of it. */
export const wrongInCommand = (text: string): Found[] => [
  ...expressionsIn(text).map(({ expression, start }) => ({
    start,
    code: 'substitution-in-command',
    message: `\${{ ${shortened(expression)} }} would become part of the command, and whoever chooses its text could run anything`,
    suggestion: fixOf(expression),
  })),
  ...lookalikesIn(text),
];

const lookalike = new RegExp(`(?<!\\$)\\{\\{\\s{0,9}((?:params|${variables.join('|')})\\b[^{}\\n]{0,99})\\}\\}`, 'g');

const lookalikesIn = (text: string): Found[] =>
  [...text.matchAll(lookalike)].map(({ 0: whole, 1: expression = '', index }) => ({
    start: index,
    severity: 'warning' as const,
    code: 'looks-like-expression',
    message: `${whole} stays as it is: commands are not searched for expressions`,
    suggestion: fixOf(expression.trim()),
  }));

const fixOf = (expression: string): string => {
  const [asked, ...others] = referencesOf(expression);
  const isPlain = asked && others.length === 0 && asked.start === 0 && asked.end === expression.length;
  const given = isPlain ? givenAs(asked.root, asked.members) : undefined;
  if (given !== undefined) return `write "$${given}" in the command; the step has that variable`;
  const name = nameFor(asked?.members.at(-1) ?? asked?.root);
  return `add env: { ${name}: "\${{ ${shortened(expression)} }}" } to the step, and write "$${name}" in the command`;
};

const builtIn: Partial<Record<string, string>> = {
  branch: 'YARD_BRANCH',
  commit: 'YARD_COMMIT',
  repository: 'YARD_REPOSITORY',
  trigger: 'YARD_TRIGGER',
  pipeline: 'YARD_PIPELINE',
};

/** The variable that has it already. */
const givenAs = (root: string, [member]: readonly string[]): string | undefined => {
  if (member === undefined) return builtIn[root];
  if (root === 'env') return member;
  if (root === 'inputs') return `INPUT_${nameFor(member)}`;
  return root === 'matrix' ? `MATRIX_${nameFor(member)}` : undefined;
};

const nameFor = (text = 'VALUE'): string => text.toUpperCase().replace(/[^A-Z0-9]/g, '_').replace(/^(?=\d)/, '_');

const shortened = (text: string) => (text.length > 80 ? `${text.slice(0, 80)}…` : text);
