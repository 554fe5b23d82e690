import { Chance } from '../chance.js';
import type { Attempt, Target } from './requests.js';
import { operators, type Schema, validValue } from './values.js';

/** One request with an operator in one input, and all else of it valid. */
export interface Injected extends Attempt {
  /** Such as `GET /api/users query after`. */
  input: string;
  /** Whether nobody could mean it: an input of one value that gets an object. */
  isNonsense: boolean;
}

type Values = Record<string, unknown>;

/** Every operator in every input that the document has: in paths, in queries as objects and as text, and in bodies. */
export const operatorRequests = (targets: readonly Target[], ids: readonly string[]): Injected[] => {
  const chance = new Chance(1);
  return targets.flatMap(target => operators.flatMap(operator => ofTarget(target, operator, chance, ids)));
};

const ofTarget = (target: Target, operator: unknown, chance: Chance, ids: readonly string[]): Injected[] => {
  const { parameters, requestBody } = target.operation;
  const valid = (place: string) =>
    Object.fromEntries(
      parameters
        .filter(one => one.in === place && (place === 'path' || one.required))
        .map(one => [one.name, validValue(one.schema, chance, ids)]),
    );
  const schema = requestBody?.content['application/json']?.schema;
  const body = schema ? (validValue(schema, chance, ids) as Values) : undefined;
  const whole: Whole = { path: valid('path'), query: valid('query'), ...(body ? { body } : {}) };
  const word = JSON.stringify(operator);
  const [key = '0'] = Object.keys(operator as object);
  return [
    ...parameters.flatMap(({ name, in: place, schema: of }) => {
      const input = `${target.verb.toUpperCase()} ${target.path} ${place} ${name}`;
      if (place === 'header') return [];
      if (place === 'path') return [made(target, { ...whole, path: { ...whole.path, [name]: word } }, input, true)];
      const { [name]: _, ...others } = whole.query;
      return [
        made(target, { ...whole, query: { ...others, [`${name}[${key}]`]: '1' } }, input, true),
        made(target, { ...whole, query: { ...others, [name]: word } }, input, of.type === 'integer'),
      ];
    }),
    ...Object.entries(schema?.properties ?? {}).map(([name, of]: [string, Schema]) => {
      const input = `${target.verb.toUpperCase()} ${target.path} body ${name}`;
      const isScalar = ['string', 'integer', 'number', 'boolean'].includes(String(of.type));
      return made(target, { ...whole, body: { ...body, [name]: operator } }, input, isScalar);
    }),
  ];
};

interface Whole {
  path: Values;
  query: Values;
  body?: Values;
}

const text = (value: unknown) => encodeURIComponent(typeof value === 'string' ? value.toWellFormed() : String(value));

const made = (target: Target, { path, query, body }: Whole, input: string, isNonsense: boolean): Injected => {
  const filled = Object.entries(path).reduce(
    (url, [name, value]) => url.replace(`{${name}}`, text(value)),
    target.path,
  );
  const asked = Object.entries(query).map(([name, value]) => `${encodeURIComponent(name)}=${text(value)}`);
  return {
    target,
    method: target.verb.toUpperCase(),
    url: asked.length > 0 ? `${filled}?${asked.join('&')}` : filled,
    headers: body ? { 'content-type': 'application/json' } : {},
    ...(body ? { body: JSON.stringify(body) } : {}),
    input,
    isNonsense,
  };
};
