import type { Chance } from '../chance.js';

export interface Schema {
  type?: string;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: Schema | boolean;
  pattern?: string;
  format?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  default?: unknown;
}

/** Words that mean something somewhere: to a store, a shell, a parser, a page or a renderer. */
export const hostileTexts: readonly string[] = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202eabc',
  '\ufeff',
  'Ω≈ç√∫˜µ≤≥÷',
  '👩‍👩‍👧‍👦'.repeat(20),
  'é'.normalize('NFD').repeat(50),
  '{"$gt":""}',
  '$where',
  '$ne',
  "'; return true; var a='",
  '__proto__',
  'constructor.prototype',
  '../../../../etc/passwd',
  '%2e%2e%2f',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '$(touch /tmp/never)',
  '${{ secrets.A }}',
  '(a+)+$',
  '[',
  '*',
  '>',
  'yard.rpc.*',
  'a.b.c',
  'true',
  'null',
  'NaN',
  '-1',
  '1e309',
  '0x10',
  '9007199254740993',
  '-0',
  '١٢٣',
  '1\r\nX-Injected: yes',
  '2026-13-45T99:99:99Z',
  '+275760-09-13T00:00:00.001Z',
  '2026-W53-7',
  'x'.repeat(501),
  'x'.repeat(5_000),
];

/** What a query language would read as a question. */
export const operators: readonly unknown[] = [
  { $gt: '' },
  { $ne: null },
  { $regex: '.*' },
  { $where: 'sleep(1000)' },
  { $in: [] },
  { $or: [{}, {}] },
  [{ $gt: '' }],
  { toString: 'x' },
  { constructor: { prototype: { polluted: true } } },
];

const wrongTypes: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e308,
  [],
  {},
  [[]],
  'text',
  [null],
  { a: { b: { c: {} } } },
];

const deep = (depth: number): unknown => {
  let value: unknown = 'end';
  for (let n = 0; n < depth; n += 1) value = n % 2 ? [value] : { a: value };
  return value;
};

/** A value that the schema allows, sometimes at its very limits. */
export const validValue = (schema: Schema, chance: Chance, pool: readonly string[]): unknown => {
  if (schema.enum) return chance.of(schema.enum);
  switch (schema.type) {
    case 'integer':
    case 'number':
      return chance.of([
        schema.minimum ?? 0,
        schema.maximum ?? 2_147_483_647,
        schema.default ?? 1,
        schema.minimum ?? 3,
      ]);
    case 'boolean':
      return chance.is(0.5);
    case 'array':
      return Array.from({ length: chance.below(3) }, () => validValue(schema.items ?? {}, chance, pool));
    case 'object':
      return validObject(schema, chance, pool);
    default:
      return validText(schema, chance, pool);
  }
};

const validText = (
  { format, pattern, minLength = 0, maxLength = 40 }: Schema,
  chance: Chance,
  pool: readonly string[],
) => {
  if (format === 'date-time') return chance.of(['2026-11-23T12:30:00.000Z', '1970-01-01T00:00:00Z', '9999-12-31']);
  const fitting = pattern === undefined ? [] : pool.filter(text => new RegExp(pattern).test(text));
  if (fitting.length > 0) return chance.of(fitting);
  if (pool.length > 0 && chance.is(0.5)) return chance.of(pool);
  return chance.of(['a', 'ü', 'b-c']).repeat(chance.of([Math.max(1, minLength), 3, Math.min(maxLength, 10_000)]));
};

const validObject = (schema: Schema, chance: Chance, pool: readonly string[]): Record<string, unknown> => {
  const made: Record<string, unknown> = {};
  for (const [name, one] of Object.entries(schema.properties ?? {}))
    if (schema.required?.includes(name) || chance.is(0.5)) made[name] = validValue(one, chance, pool);
  if (!schema.properties) for (let n = chance.below(3); n > 0; n -= 1) made[`K${n}`] = chance.of(pool);
  return made;
};

/** A value that the schema does not allow, or only just. */
export const hostileValue = (schema: Schema, chance: Chance): unknown => {
  const { minimum, maximum, maxLength } = schema;
  return chance.of<() => unknown>([
    () => chance.of(hostileTexts),
    () => chance.of(operators),
    () => chance.of(wrongTypes),
    () => (minimum ?? 0) - 1,
    () => (maximum ?? Number.MAX_SAFE_INTEGER) + 1,
    () => 'y'.repeat((maxLength ?? 10_000) + 1),
    () => deep(chance.of([5, 200, 2_000])),
    () => 'z'.repeat(chance.of([70_000, 300_000])),
    () => Object.fromEntries(Array.from({ length: chance.of([150, 2_000]) }, (_, n) => [`k${n}`, 'v'])),
  ])();
};
