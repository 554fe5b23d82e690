import fc from 'fast-check';
import { stringify } from 'yaml';
import { parsePipeline } from './parse-pipeline.js';

const name = fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme-ascii' }).filter(text => text.trim() === text);
const variable = fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,10}$/);
const environment = fc.dictionary(variable, fc.string({ maxLength: 20 }), { noNullPrototype: true, maxKeys: 4 });
const condition = fc.constantFrom("branch == 'main'", 'true', "env['A'] != '' && !(trigger in ['schedule'])");
const when = fc.constantFrom('success' as const, 'always' as const);
const approval = fc
  .uniqueArray(name, { maxLength: 4 })
  .chain(by => fc.record({ by: fc.constant(by), quorum: fc.integer({ min: 1, max: by.length || 100 }) }));
const step = fc.record(
  {
    run: name,
    timeout: fc.integer({ min: 1, max: 86_400 }),
    env: environment,
    'continue-on-error': fc.boolean(),
    if: condition,
    when,
    approval,
  },
  { requiredKeys: ['run'] },
);
const concurrency = fc.record(
  { group: name, key: fc.constantFrom('branch', "branch + '/' + trigger"), limit: fc.integer({ min: 1, max: 10_000 }) },
  { requiredKeys: ['group', 'limit'] },
);
const pipeline = fc.record(
  {
    name,
    concurrency,
    stages: fc.uniqueArray(
      fc.record(
        {
          name,
          if: condition,
          when,
          parallel: fc.boolean(),
          steps: fc
            .uniqueArray(fc.tuple(name, step), { minLength: 1, maxLength: 4, selector: ([own]) => own })
            .map(all => all.map(([own, rest]) => ({ name: own, ...rest }))),
        },
        { requiredKeys: ['name', 'parallel', 'steps'] },
      ),
      { minLength: 1, maxLength: 4, selector: stage => stage.name },
    ),
  },
  { requiredKeys: ['name', 'stages'] },
);

describe('any pipeline', () => {
  it('that is written as YAML is read as it was', () => {
    fc.assert(
      fc.property(pipeline, given => {
        const { model, findings } = parsePipeline(stringify(given));
        expect(findings).toEqual([]);
        const back = model?.stages.map(stage => ({
          name: stage.name,
          parallel: stage.parallel,
          steps: stage.steps.map(one => ({
            name: one.name,
            run: one.config['command'],
            timeout: one.timeoutSeconds,
            env: one.environment,
            flag: one.continueOnError,
            conditions: one.conditions,
            when: one.when,
            approval: one.approval,
          })),
        }));
        const whole = given.stages.map(stage => ({
          name: stage.name,
          parallel: stage.parallel,
          steps: stage.steps.map(one => ({
            name: one.name,
            run: one.run,
            timeout: one.timeout,
            env: one.env ?? {},
            flag: one['continue-on-error'] ?? false,
            conditions: [stage.if, one.if].filter(text => text !== undefined),
            when: one.when ?? stage.when ?? 'success',
            approval: one.approval,
          })),
        }));
        const group = given.concurrency && { ...given.concurrency, onFull: 'queue' };
        expect({ name: model?.name, concurrency: model?.concurrency, stages: back }).toEqual({
          name: given.name,
          concurrency: group,
          stages: whole,
        });
        const ids = model?.stages.flatMap(stage => stage.steps.map(one => one.id)) ?? [];
        expect(new Set(ids).size).toBe(ids.length);
        for (const id of ids) expect(id).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/);
      }),
      { numRuns: 200 },
    );
  });
});

const signs = [
  'name: ',
  'steps:',
  '\n',
  ' ',
  '  ',
  '- ',
  '[',
  ']',
  '{',
  '}',
  ',',
  ': ',
  '? ',
  '&a ',
  '*a',
  '"',
  "'",
  '|',
  '>',
  '#',
  '%',
  '!',
  '!!',
  '---\n',
  '...\n',
  '\t',
  '\r',
  'a',
  '1',
  '~',
  '<<',
  '@',
];

const words = [
  'branch',
  'env',
  'steps',
  '.',
  "'a'",
  '[',
  ']',
  '(',
  ')',
  '!',
  '-',
  '==',
  '&&',
  '?',
  ':',
  '1',
  '{',
  '}',
  ' in ',
];

describe('any text at all', () => {
  const mangled = fc
    .tuple(pipeline, fc.nat(), fc.string({ maxLength: 10, unit: 'binary' }))
    .map(([given, at, noise]) => {
      const yaml = stringify(given);
      const place = at % yaml.length;
      return yaml.slice(0, place) + noise + yaml.slice(place + noise.length);
    });

  it.each([
    ['noise', fc.string({ maxLength: 300, unit: 'binary' })],
    ['bytes', fc.uint8Array({ maxLength: 3_000 }).map(bytes => new TextDecoder().decode(bytes))],
    ['signs of YAML', fc.array(fc.constantFrom(...signs), { maxLength: 200 }).map(all => all.join(''))],
    ['a mangled pipeline', mangled],
  ])('such as %s gives a model or findings that lie inside it, and never throws', (_what, texts) => {
    fc.assert(
      fc.property(texts, text => {
        const { model, findings } = parsePipeline(text);
        expect(model !== undefined || findings.some(({ severity }) => severity === 'error')).toBe(true);
        const lines = text.split('\n');
        for (const { line, column, message } of findings) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(lines.length);
          expect(column).toBeGreaterThanOrEqual(1);
          expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1);
          expect(message).not.toBe('');
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['noise', fc.string({ maxLength: 2_100, unit: 'grapheme' })],
    ['words of expressions', fc.array(fc.constantFrom(...words), { maxLength: 300 }).map(all => all.join(''))],
    ['one word again and again', fc.constantFrom(...words).map(word => word.repeat(2_000 / word.length))],
  ])('such as %s is a condition or a finding at its place, and never throws', (_what, texts) => {
    fc.assert(
      fc.property(texts, text => {
        const { model, findings } = parsePipeline(JSON.stringify({ steps: [{ run: 'x', if: text }], name: 'a' }));
        if (model) expect(model.stages[0]?.steps[0]?.conditions).toEqual([text.trim()]);
        else
          expect(findings.filter(({ severity }) => severity === 'error')).toMatchObject([
            { path: 'steps[0].if', line: 1, column: 27 },
          ]);
      }),
      { numRuns: 300 },
    );
  });
});
