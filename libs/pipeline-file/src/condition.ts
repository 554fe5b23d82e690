import { type ASTNode, Environment } from '@marcbachmann/cel-js';

/** What expressions may ask for. Names are those of the language (docs/pipelines.md). */
export interface ConditionFacts {
  branch: string;
  commit: string;
  repository: string;
  /** The type of the trigger. */
  trigger: string;
  actor: string;
  pipeline: string;
  /** The environment of the step. */
  env: Record<string, string>;
  /** Steps by id; `exitCode` is -1 where there is none. */
  steps: Record<string, { status: string; exitCode: number }>;
}

export type Evaluated<Value> = { value: Value } | { error: string };

const environment = new Environment({ unlistedVariablesAreDyn: false })
  .registerVariable('branch', 'string')
  .registerVariable('commit', 'string')
  .registerVariable('repository', 'string')
  .registerVariable('trigger', 'string')
  .registerVariable('actor', 'string')
  .registerVariable('pipeline', 'string')
  .registerVariable('env', 'map<string, string>')
  .registerVariable('steps', 'map<string, dyn>');

/** Calls that take no longer than their text is long: no patterns, and no loops within loops. */
const calls = [
  'startsWith',
  'endsWith',
  'contains',
  'size',
  'lowerAscii',
  'upperAscii',
  'trim',
  'int',
  'string',
  'has',
];

/**
 * What is wrong with an expression of the Common Expression Language (cel.dev) that must give this type;
 * undefined when nothing is. Never throws.
 */
export const mistakeIn = (expression: string, wanted: 'bool' | 'string'): string | undefined => {
  const { valid, type, error } = environment.check(expression);
  if (!valid) return firstLine(error?.message ?? 'it cannot be read');
  if (type !== wanted && type !== 'dyn') return `it gives a ${type}, and must give a ${wanted}`;
  const call = callsIn(environment.parse(expression).ast).find(name => !calls.includes(name));
  return call === undefined ? undefined : `${call}() is not among the calls it may use: ${calls.join(', ')}`;
};

/** Whether a condition holds. Pure, and never throws. */
export const evaluateCondition = (expression: string, facts: ConditionFacts): Evaluated<boolean> =>
  evaluate(expression, 'bool', facts, (value): value is boolean => typeof value === 'boolean');

/** The text an expression gives. Pure, and never throws. */
export const evaluateText = (expression: string, facts: ConditionFacts): Evaluated<string> =>
  evaluate(expression, 'string', facts, (value): value is string => typeof value === 'string');

const evaluate = <Value>(
  expression: string,
  wanted: 'bool' | 'string',
  facts: ConditionFacts,
  isWanted: (value: unknown) => value is Value,
): Evaluated<Value> => {
  const mistake = mistakeIn(expression, wanted);
  if (mistake !== undefined) return { error: mistake };
  try {
    const value: unknown = environment.evaluate(expression, facts);
    return isWanted(value) ? { value } : { error: `it gave ${typeof value}, and must give a ${wanted}` };
  } catch (error) {
    return { error: firstLine(error instanceof Error ? error.message : String(error)) };
  }
};

const firstLine = (text: string): string => text.split('\n')[0] ?? text;

const callsIn = (node: ASTNode): string[] => {
  const own = (node.op === 'call' || node.op === 'rcall') && typeof node.args[0] === 'string' ? [node.args[0]] : [];
  return [...own, ...nodesIn(node.args).flatMap(callsIn)];
};

const nodesIn = (value: unknown): ASTNode[] => {
  if (Array.isArray(value)) return value.flatMap(nodesIn);
  return typeof value === 'object' && value !== null && 'op' in value ? [value as ASTNode] : [];
};
