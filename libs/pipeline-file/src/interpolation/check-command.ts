import { variables } from '../condition.js';
import type { Problem } from '../report.js';
import { expressionsIn } from './parts.js';
import { referencesOf } from './references.js';

interface Found extends Problem {
  /** In the text. */
  start: number;
}

/** A command is a program: text that others chose must reach it as a variable, never as a part of it. */
export const wrongInCommand = function* (text: string): Generator<Found> {
  for (const { expression, start } of expressionsIn(text))
    yield {
      start,
      code: 'substitution-in-command',
      message: `\${{ ${shortened(expression)} }} would become part of the command, and whoever chooses its text could run anything`,
      suggestion: fixOf(expression),
    };
  for (const { 0: whole, 1: expression = '', index } of text.matchAll(lookalike))
    yield {
      start: index,
      severity: 'warning',
      code: 'looks-like-expression',
      message: `${whole} stays as it is: commands are not searched for expressions`,
      suggestion: fixOf(expression.trim()),
    };
};

const lookalike = new RegExp(`(?<!\\$)\\{\\{\\s{0,9}((?:params|${variables.join('|')})\\b[^{}\\n]{0,99})\\}\\}`, 'g');

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
  if (root === 'inputs') return `INPUT_${upper(member)}`;
  return root === 'matrix' ? `MATRIX_${upper(member)}` : undefined;
};

const upper = (text: string) => text.toUpperCase().replace(/[^A-Z0-9]/g, '_');

const nameFor = (text = 'VALUE'): string => upper(text).replace(/^(?=\d)/, '_');

const shortened = (text: string) => (text.length > 80 ? `${text.slice(0, 80)}…` : text);
