import { type ASTNode, Environment } from '@marcbachmann/cel-js';

/** What an expression learns of a step. */
export interface StepFacts {
  status: string;
  /** The result before `continue-on-error` is looked at; absent: the status. */
  outcome?: string;
  /** -1 where there is none. */
  exitCode: number;
  /** What the step gave of the outputs it declares. */
  outputs?: Record<string, string>;
}

/** What expressions may ask for. Names are those of the language (docs/pipelines.md). */
export interface ConditionFacts {
  branch: string;
  commit: string;
  /** Absent: empty. */
  tag?: string;
  repository: string;
  /** The type of the trigger. */
  trigger: string;
  actor: string;
  pipeline: string;
  /** What the trigger gave for the inputs, as text. */
  inputs?: Record<string, string>;
  /** The environment of the step. */
  env: Record<string, string>;
  /** The values of the step's cell. */
  matrix?: Record<string, string>;
  /** By id. */
  steps: Record<string, StepFacts>;
}

export const variables = [
  'branch',
  'commit',
  'tag',
  'repository',
  'trigger',
  'actor',
  'pipeline',
  'inputs',
  'env',
  'matrix',
  'steps',
] as const satisfies readonly (keyof ConditionFacts)[];

export type Evaluated<Value> = { value: Value } | { error: string };

const types: Partial<Record<(typeof variables)[number], string>> = {
  inputs: 'map<string, string>',
  env: 'map<string, string>',
  matrix: 'map<string, string>',
  steps: 'map<string, dyn>',
};

const environment = variables.reduce(
  (known, name) => known.registerVariable(name, types[name] ?? 'string'),
  new Environment({ unlistedVariablesAreDyn: false }),
);

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

/** What an expression may have to give: `any` is text, a number or a truth value. */
export type Wanted = 'bool' | 'string' | 'any';

const words: Record<Wanted, string> = { bool: 'bool', string: 'string', any: 'string, number or bool' };
const accepted: Record<Wanted, readonly string[]> = {
  bool: ['bool'],
  string: ['string'],
  any: ['string', 'bool', 'int', 'uint', 'double'],
};

/**
 * What is wrong with an expression of the Common Expression Language (cel.dev) that must give this type;
 * undefined when nothing is. Never throws.
 */
export const mistakeIn = (expression: string, wanted: Wanted): string | undefined => {
  const { valid, type = 'dyn', error } = environment.check(expression);
  if (!valid) return firstLine(error?.message ?? 'it cannot be read');
  if (type !== 'dyn' && !accepted[wanted].includes(type)) return `it gives a ${type}, and must give a ${words[wanted]}`;
  const call = callsIn(environment.parse(expression).ast).find(name => !calls.includes(name));
  return call === undefined ? undefined : `${call}() is not among the calls it may use: ${calls.join(', ')}`;
};

/** The expression as a tree; undefined where it cannot be read. Never throws. */
export const treeOf = (expression: string): ASTNode | undefined => {
  try {
    return environment.parse(expression).ast;
  } catch {
    return undefined;
  }
};

/** Whether a condition holds. Pure, and never throws. */
export const evaluateCondition = (expression: string, facts: ConditionFacts): Evaluated<boolean> =>
  evaluate(expression, 'bool', facts, value => (typeof value === 'boolean' ? value : undefined));

/** The text an expression gives. Pure, and never throws. */
export const evaluateText = (expression: string, facts: ConditionFacts): Evaluated<string> =>
  evaluate(expression, 'string', facts, value => (typeof value === 'string' ? value : undefined));

/** The text an expression gives, also where that is a number or a truth value. Pure, and never throws. */
export const evaluateAny = (expression: string, facts: ConditionFacts): Evaluated<string> =>
  evaluate(expression, 'any', facts, value =>
    ['string', 'number', 'bigint', 'boolean'].includes(typeof value) ? String(value) : undefined,
  );

/** What an expression gives that asks for nothing. Pure, and never throws. */
export const evaluateConstant = (expression: string): Evaluated<string | number | boolean> =>
  evaluate(expression, 'any', nothing, value => {
    if (typeof value === 'bigint') return Number(value);
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
  });

const nothing: ConditionFacts = {
  branch: '',
  commit: '',
  repository: '',
  trigger: '',
  actor: '',
  pipeline: '',
  env: {},
  steps: {},
};

const evaluate = <Value>(
  expression: string,
  wanted: Wanted,
  facts: ConditionFacts,
  read: (value: unknown) => Value | undefined,
): Evaluated<Value> => {
  const mistake = mistakeIn(expression, wanted);
  if (mistake !== undefined) return { error: mistake };
  try {
    const found: unknown = environment.evaluate(expression, asContext(facts));
    const value = read(found);
    return value === undefined ? { error: `it gave ${kindOf(found)}, and must give a ${words[wanted]}` } : { value };
  } catch (error) {
    return { error: firstLine(error instanceof Error ? error.message : String(error)) };
  }
};

/** Copies: the language of expressions knows plain objects only, and a store or another realm may give others. */
const asContext = ({ tag = '', inputs, env, matrix, steps, ...facts }: ConditionFacts) => ({
  ...facts,
  tag,
  inputs: { ...inputs },
  env: { ...env },
  matrix: { ...matrix },
  steps: Object.fromEntries(Object.entries(steps).map(([id, step]) => [id, stepContext(step)])),
});

/** A whole number of the language of expressions is a bigint. */
const stepContext = ({ status, outcome = status, exitCode, outputs }: StepFacts) => ({
  status,
  outcome,
  exitCode: BigInt(exitCode),
  outputs: { ...outputs },
});

const kindOf = (value: unknown): string => {
  if (value === null) return 'null';
  if (typeof value !== 'object') return typeof value === 'bigint' ? 'int' : typeof value;
  return Array.isArray(value) ? 'list' : 'map';
};

const firstLine = (text: string): string => text.split('\n')[0] ?? text;

const callsIn = (node: ASTNode): string[] => {
  const own = (node.op === 'call' || node.op === 'rcall') && typeof node.args[0] === 'string' ? [node.args[0]] : [];
  return [...own, ...nodesIn(node.args).flatMap(callsIn)];
};

/** The trees right below one. */
export const nodesIn = (value: unknown): ASTNode[] => {
  if (Array.isArray(value)) return value.flatMap(nodesIn);
  return typeof value === 'object' && value !== null && 'op' in value ? [value as ASTNode] : [];
};
