import { variables } from './condition.js';
import { closest } from './did-you-mean.js';

/** What to do about a mistake in an expression. */
export const hintFor = (expression: string, mistake: string, example: string): string => {
  if (expression.startsWith('${{')) return 'leave ${{ and }} out: all of this is an expression';
  const [, map, name] = /\b(steps|inputs|matrix)\.(\w+(?:-\w+)+)/.exec(expression) ?? [];
  if (map !== undefined && name !== undefined) return `write ${map}['${name}']: a dash is a minus`;
  const [, unknown] = /^Unknown variable: (\w+)/.exec(mistake) ?? [];
  const near = unknown === undefined ? undefined : (foreign[unknown] ?? meant(unknown));
  return near ?? `write an expression such as ${example}`;
};

const meant = (unknown: string): string | undefined => {
  const near = closest(unknown, variables);
  return near === undefined ? undefined : `did you mean ${near}?`;
};

/** Names that other languages of pipelines have, and those of other places. */
const foreign: Partial<Record<string, string>> = {
  secrets: 'secrets reach a step as variables of its environment: secrets: [NAME]',
  params: 'parameters are known in templates only; a pipeline has inputs',
  needs: 'ask for steps.<id>.outputs.<name>',
  vars: 'use env.NAME',
  github: 'use branch, tag, commit, repository, actor or trigger',
};
