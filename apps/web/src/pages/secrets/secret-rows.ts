import type { SecretView } from '@switchyard/contracts';

export type ScopeKind = 'project' | 'environment' | 'pipeline';

/** Whose a secret is. */
export const scopeOf = ({ pipelineId, environmentName }: Pick<SecretView, 'pipelineId' | 'environmentName'>) => {
  if (pipelineId !== undefined) return { kind: 'pipeline' as const, name: pipelineId };
  if (environmentName !== undefined) return { kind: 'environment' as const, name: environmentName };
  return { kind: 'project' as const };
};

/** One of a list of secrets, which have names only within their scopes. */
export const keyOf = (secret: Pick<SecretView, 'name' | 'pipelineId' | 'environmentName'>): string => {
  const { kind, name = '' } = { name: undefined, ...scopeOf(secret) };
  return `${secret.name} ${kind} ${name}`;
};

/** As the platform takes them. */
const shortest = 4;
const longest = 49_152;
const nameWord = /^[\w.-]{1,100}$/;

/** What is wrong with a name; undefined for a good one, and for nothing yet. */
export const nameProblem = (name: string): string | undefined =>
  name === '' || nameWord.test(name) ? undefined : 'A name has at most 100 letters, digits, dots, dashes and _.';

/** What is wrong with a value; undefined for a good one, and for nothing yet. */
export const valueProblem = (value: string): string | undefined => {
  const bytes = new TextEncoder().encode(value).length;
  if (bytes === 0) return undefined;
  if (bytes < shortest) return `A value has ${shortest} bytes at least: what is shorter could not be hidden in a log.`;
  return bytes > longest ? `A value has ${longest} bytes at most, and this one has ${bytes}.` : undefined;
};

/** The line break that came with a paste is not part of the value. */
export const valueOf = (typed: string): string => typed.replace(/\r?\n$/, '');

/** The command that does the same in a terminal. */
export const setCommand = (project: string, name: string, scope: { kind: ScopeKind; name?: string }): string => {
  const words = ['secrets set', name, `--project ${project}`];
  if (scope.kind !== 'project' && scope.name !== undefined) words.push(`--${scope.kind} ${scope.name}`);
  return words.join(' ');
};
