import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { parse, parseDocument, stringify } from 'yaml';
import { pipelineSchema } from './language.js';
import { locate } from './located.js';
import { parsePipeline } from './parse-pipeline.js';
import { Report } from './report.js';
import { anything } from './shape.js';

const validate = new Ajv2020({ strict: false }).compile(pipelineSchema());
const isValid = (yaml: string): boolean => {
  const located = locate(parseDocument(yaml), new Report(yaml));
  return validate(located && anything(located, '', new Report(yaml)));
};

type Plain = null | boolean | number | string | Plain[] | { [key: string]: Plain };
type Path = (string | number)[];

const files = ['short-form', 'long-form'].map(
  name => parse(readFileSync(new URL(`../corpus/accepted/${name}.yaml`, import.meta.url), 'utf8')) as Plain,
);

const pathsIn = (value: Plain, at: Path = []): Path[] => {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [at, ...inner.flatMap(([key, one]) => pathsIn(one, [...at, Array.isArray(value) ? Number(key) : key]))];
};

/** The value with another in one place. */
const put = (value: Plain, [first, ...rest]: Path, other: Plain): Plain => {
  if (first === undefined) return other;
  if (Array.isArray(value)) return value.map((one, index) => (index === first ? put(one, rest, other) : one));
  return {
    ...(value as Record<string, Plain>),
    [first]: put((value as Record<string, Plain>)[first] ?? null, rest, other),
  };
};

const word = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom(
    '',
    'a',
    'main',
    '*',
    '!x',
    '@daily',
    '0 4 * * *',
    'UTC',
    '10m',
    'shell',
    'docker',
    'true',
    '1x',
    '${{ branch }}',
    '../x',
  ),
);
const plain: fc.Arbitrary<Plain> = fc.letrec<{ any: Plain }>(tie => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    fc.integer({ min: -1, max: 400 }),
    fc.double({ min: 0, max: 9, noNaN: true }),
    word,
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom('a', 'name', 'image', 'run', 'paths', 'cron', 'to', 'events', 'type', 'A_B'),
      tie('any'),
      {
        maxKeys: 3,
        noNullPrototype: true,
      },
    ),
  ),
})).any;

const changed = fc
  .constantFrom(...files)
  .chain(file => fc.tuple(fc.constant(file), fc.constantFrom(...pathsIn(file)), plain))
  .map(([file, path, other]) => stringify(put(file, path, other)));

describe('a pipeline of every key with any value in one place', () => {
  it('is read or refused without a throw, and what is read the schema takes too', () => {
    fc.assert(
      fc.property(changed, yaml => {
        const { model, findings } = parsePipeline(yaml);
        expect(model !== undefined || findings.some(({ severity }) => severity === 'error')).toBe(true);
        if (model) expect({ isValid: isValid(yaml), errors: validate.errors }).toEqual({ isValid: true, errors: null });
      }),
      { numRuns: 200 },
    );
  });
});
