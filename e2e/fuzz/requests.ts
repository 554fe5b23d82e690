import type { Chance } from '../chance.js';
import { hostileTexts, hostileValue, operators, type Schema, validValue } from './values.js';

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  schema: Schema;
}
export interface Operation {
  operationId: string;
  parameters: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, { schema: object }>; $ref?: string }>;
}
export interface Target {
  verb: string;
  path: string;
  operation: Operation;
}
export interface Attempt {
  target: Target;
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: string;
}

/** What is valid somewhere: ids that exist, and files that are good or bad. */
export interface Pools {
  ids: string[];
  files: string[];
}

/** A request for an operation: valid, or with one part or all of it spoilt. */
export const requestFor = (target: Target, chance: Chance, pools: Pools): Attempt => {
  const { parameters } = target.operation;
  const spoilt = chance.of<'nothing' | 'path' | 'query' | 'header' | 'body' | 'all'>([
    'nothing',
    'path',
    'query',
    'header',
    'body',
    'all',
  ]);
  const isSpoilt = (part: typeof spoilt) => spoilt === part || (spoilt === 'all' && chance.is(0.6));
  const value = (one: Parameter) =>
    isSpoilt(one.in) ? hostileValue(one.schema, chance) : validValue(one.schema, chance, pools.ids);
  const inside = (place: Parameter['in']) => parameters.filter(one => one.in === place);
  const path = inside('path').reduce(
    (filled, one) => filled.replace(`{${one.name}}`, encoded(textOf(value(one))).slice(0, 4_000)),
    target.path,
  );
  const query = inside('query')
    .filter(one => one.required || chance.is(0.4))
    .flatMap(one => queryParts(one.name, value(one), chance));
  if (isSpoilt('query') && chance.is(0.3)) query.push(...queryParts(chance.of(hostileTexts), 'x', chance));
  const headers = Object.fromEntries(
    inside('header')
      .filter(() => chance.is(0.5))
      .map(one => [one.name, isSpoilt('header') ? asHeader(chance.of(hostileTexts)) : validHeader(one.name, chance)]),
  );
  const made = { target, method: target.verb.toUpperCase(), headers };
  const url = `${path}${query.length > 0 ? `?${query.join('&').slice(0, 6_000)}` : ''}`;
  return { ...made, url, ...bodyOf(target.operation, chance, pools, isSpoilt('body'), headers) };
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value)) ?? '';
const encoded = (text: string) => encodeURIComponent(text.toWellFormed());

/** As it is, twice, or as an object in the spelling that some parsers read as one. */
const queryParts = (name: string, value: unknown, chance: Chance): string[] => {
  const [key, text] = [encoded(name), encoded(textOf(value)).slice(0, 3_000)];
  if (typeof value !== 'object' || value === null || chance.is(0.3))
    return chance.is(0.1) ? [`${key}=${text}`, `${key}=`] : [`${key}=${text}`];
  return Object.keys(value)
    .slice(0, 5)
    .map(word => `${key}[${encoded(word)}]=1`);
};

/** Headers carry bytes, and no line ends. */
const asHeader = (text: string) =>
  Buffer.from(text, 'utf8')
    .toString('latin1')
    .replace(/[\0-\x1f\x7f]/g, '')
    .slice(0, 4_000);

const validHeaders: Record<string, string[]> = {
  'if-match': ['"1"', '*', '"2"'],
  'idempotency-key': ['once', 'twice'],
  'last-event-id': ['0', '1'],
  range: ['bytes=0-3', 'bytes=-5', 'bytes=2-'],
};
const validHeader = (name: string, chance: Chance) => chance.of(validHeaders[name] ?? ['somebody']);

const bodyOf = (
  { requestBody }: Operation,
  chance: Chance,
  pools: Pools,
  isSpoilt: boolean,
  headers: Record<string, string>,
): { body?: string } => {
  if (!requestBody)
    return isSpoilt ? withType(headers, 'application/json', chance.of(['{}', '[]', '{"a":1}', 'x'])) : {};
  const [type, { schema }] = chance.of(Object.entries(requestBody.content));
  if (type !== 'application/json')
    return withType(headers, type, isSpoilt ? chance.of([...hostileTexts, ...pools.files]) : chance.of(pools.files));
  const value = validValue(schema, chance, [...pools.ids, ...pools.files]) as Record<string, unknown>;
  if ('yaml' in value && chance.is(0.8)) value['yaml'] = chance.of(pools.files);
  if (!isSpoilt) return withType(headers, type, JSON.stringify(value));
  return withType(
    headers,
    chance.is(0.1) ? chance.of(['text/plain', 'application/xml', 'x', '']) : type,
    spoil(value, schema, chance),
  );
};

const withType = (headers: Record<string, string>, type: string, body: string) => {
  if (type !== '') headers['content-type'] = type;
  return { body };
};

const spoil = (value: Record<string, unknown>, schema: Schema, chance: Chance): string => {
  const names = Object.keys(schema.properties ?? { any: {} });
  const name = chance.of(names);
  return chance.of<() => string>([
    () => JSON.stringify({ ...value, [name]: hostileValue(schema.properties?.[name] ?? {}, chance) }),
    () =>
      JSON.stringify(Object.fromEntries(names.map(one => [one, hostileValue(schema.properties?.[one] ?? {}, chance)]))),
    () => JSON.stringify({ ...value, [chance.of(hostileTexts)]: 1 }),
    () => JSON.stringify(chance.of(operators)),
    () => JSON.stringify(value).slice(0, -1),
    () => `{"__proto__":{"polluted":true},"${name}":{"__proto__":1}}`,
    () => `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
    () => `{"${name}":"${'x'.repeat(chance.of([400_000, 1_200_000]))}"}`,
    () => chance.of(['', 'null', '[]', '"text"', '1', '\ufeff{}', '{"a":1,"a":2}', '{"\\ud800":1}']),
  ])();
};
