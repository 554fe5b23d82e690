import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse, parseDocument } from 'yaml';
import { pipelineReference, pipelineSchema } from './language.js';
import { locate } from './located.js';
import { parsePipeline } from './parse-pipeline.js';
import { pipeline } from './pipeline-shape.js';
import { Report } from './report.js';
import { anything, type Field, shapesIn, usualSpelling } from './shape.js';
import { includesOf } from './templates/include-paths.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const read = (file: string) => readFileSync(`${root}${file}`, 'utf8');

const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, allErrors: true });
const schema = pipelineSchema();
const validate = ajv.compile(schema);

/** What the schema has against a file; the package's own words. */
const against = (yaml: string): string[] => {
  const located = locate(parseDocument(yaml, { uniqueKeys: false }), new Report(yaml));
  // With keys as they are written: to the package, `null:` is no text.
  validate(located && anything(located, '', new Report(yaml)));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
};

const shapes = shapesIn(pipeline);
const fields = shapes.flatMap(({ id, fields: table }) =>
  Object.entries(table).map(([key, field]) => [`${id}.${usualSpelling(key, field)}`, id, key, field] as const),
);

const findingsOf = (field: Field<unknown>, yaml: string) => {
  const report = new Report(yaml);
  const located = locate(parseDocument(yaml), report);
  if (located) field.read(located, 'example', report);
  return report.findings;
};

/** Faults of the shape of a file, which a schema can tell; others need YAML's places, names, or thought. */
const structural = [
  'wrong-type',
  'unknown-key',
  'unknown-value',
  'out-of-range',
  'missing-name',
  'empty-name',
  'long-name',
  'bad-variable',
  'bad-pool',
  'no-steps',
  'steps-and-stages',
];

/** Nothing and the word `null` are one. */
const sameInJson = 'a connector left empty';

describe('the language', () => {
  it.each([
    ['docs/pipeline-reference.md', pipelineReference()],
    ['libs/pipeline-file/pipeline.schema.json', `${JSON.stringify(schema, null, 2)}\n`],
  ])('says the same in %s as in its tables; else run: npm run language:generate', (file, text) => {
    expect(read(file)).toBe(text);
  });

  it('calls each record by a name of its own', () => {
    const all = new Set(fields.flatMap(([, , , { read: one }]) => one.parts));
    expect(new Set(shapes.map(({ id }) => id)).size).toBe(shapes.length);
    for (const part of all) expect(shapes.find(({ id }) => id === part.id)).toBe(part);
  });

  it.each(fields)('explains %s, with an example that is read and valid', (_name, id, key, field) => {
    const { doc, example = '' } = field.about;
    expect(doc).toMatch(/^[A-Z].*[.?]$/);
    expect({ example, findings: findingsOf(field, example) }).toEqual({ example, findings: [] });
    const one = ajv.compile({ ...schema, $ref: `#/$defs/${id}/properties/${usualSpelling(key, field)}` });
    expect({ example, valid: one(parse(example)), errors: one.errors }).toEqual({ example, valid: true, errors: null });
  });

  it.each(fields.filter(([, , , { about }]) => about.default !== undefined))(
    'gives %s a default that may be written',
    (_name, id, key, field) => {
      const written = String(field.about.default);
      expect(findingsOf(field, written)).toEqual([]);
      const one = ajv.compile({ ...schema, $ref: `#/$defs/${id}/properties/${usualSpelling(key, field)}` });
      expect(one(parse(written))).toBe(true);
    },
  );
});

describe('a key of several words', () => {
  const given = read('libs/pipeline-file/corpus/accepted/short-form.yaml');
  const keys = new Set(fields.map(([, , key, field]) => usualSpelling(key, field)).filter(key => key.includes('-')));
  const respelled = (by: (key: string) => string) =>
    given.replace(/[a-z]+(?:-[a-z]+)+(?=:)/g, key => (keys.has(key) ? by(key) : key));

  it.each([
    ['underscores', respelled(key => key.replaceAll('-', '_'))],
    ['capitals', respelled(key => key.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()))],
  ])('means the same with %s, to the parser and to the schema', (_by, yaml) => {
    expect(yaml).not.toBe(given);
    expect(parsePipeline(yaml).model).toEqual(parsePipeline(given).model);
    expect(against(yaml)).toEqual([]);
  });
});

describe('a finding', () => {
  const linked = (yaml: string) => parsePipeline(yaml).findings.flatMap(({ docs }) => docs ?? []);

  it.each([
    ['a key', 'name: a\nsteps: [{ run: x, timeout: soon }]\n', 'step-timeout'],
    ['an unknown key', 'name: a\nsteps: [{ run: x, timout: 1 }]\n', 'step'],
    ['a key of the file', 'name: []\nsteps: [{ run: x }]\n', 'pipeline-name'],
    [
      'a key below a name that people chose',
      'name: a\nsteps: [{ run: x, services: { db: { imge: x } } }]\n',
      'service',
    ],
    [
      'another spelling',
      'name: a\nsteps: [{ name: a, config: { working_directory: [] } }]\n',
      'config-working-directory',
    ],
    ['an axis', 'name: a\nsteps: [{ run: x, matrix: { node: [] } }]\n', 'matrix'],
  ])('about %s leads to where it is explained', (_what, yaml, anchor) => {
    const [first] = linked(yaml);
    expect(first).toBe(`docs/pipeline-reference.md#${anchor}`);
    expect(pipelineReference()).toMatch(new RegExp(`<a id="${anchor}"></a>|^## ${anchor}$`, 'm'));
  });

  it('about the file as a whole leads nowhere', () => {
    expect(linked('')).toEqual([]);
  });
});

describe('the schema', () => {
  const files = globSync(
    ['examples/**/pipeline.yaml', 'e2e/scenarios/*/pipeline.yaml', 'libs/pipeline-file/corpus/accepted/*.yaml'],
    { cwd: root },
  );
  it.each(files)('takes %s, as the parser does', file => {
    const files = Object.fromEntries(includesOf(read(file)).map(path => [path, read(path)]));
    expect(parsePipeline(read(file), { files }).model).toBeDefined();
    expect(against(read(file))).toEqual([]);
  });

  const pages = ['README.md', ...globSync('{docs,examples}/**/*.md', { cwd: root })];
  it.each(pages.filter(page => read(page).includes('```yaml')))('takes the pipelines that %s shows', page => {
    for (const [, yaml = ''] of read(page).matchAll(/```yaml\n([\s\S]*?)```/g)) expect(against(yaml)).toEqual([]);
  });

  const refused = globSync('libs/pipeline-file/corpus/refused*.json', { cwd: root }).flatMap(
    file => JSON.parse(read(file)) as { what: string; yaml: string; code: string }[],
  );
  it.each(refused.filter(({ code, what }) => structural.includes(code) && what !== sameInJson))(
    'refuses a file with $what',
    ({ yaml }) => {
      expect(against(yaml)).not.toEqual([]);
    },
  );
});
