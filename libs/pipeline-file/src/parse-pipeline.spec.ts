import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parsePipeline } from './parse-pipeline.js';

/** A file that is refused, and the first finding that says so; `at` is line and column. */
interface Refused {
  what: string;
  yaml: string;
  code: string;
  at: string;
  path: string;
  message: string;
  /** One that ends in … is only the beginning. */
  suggestion: string;
}
const corpus = fileURLToPath(new URL('../corpus/', import.meta.url));
const refused = globSync(`${corpus}refused*.json`).flatMap(file => JSON.parse(readFileSync(file, 'utf8')) as Refused[]);

const steps = "steps:\n  - { name: a, run: 'true' }\n";

describe('a pipeline file', () => {
  it.each(refused)('with $what is refused with its place and what would be right', ({ yaml, code, at, ...rest }) => {
    const { model, findings } = parsePipeline(yaml);
    expect(model).toBeUndefined();
    const [{ line, column, docs: _docs, ...first } = { line: 0, column: 0, docs: '' }] = findings;
    const { path, message } = rest;
    const [beginning = '', more] = rest.suggestion.split('…');
    const suggestion = more === '' ? expect.stringMatching(`^${beginning}`) : rest.suggestion;
    expect({ at: `${line}:${column}`, ...first }).toEqual({ at, severity: 'error', code, path, message, suggestion });
  });

  const aliases = Array.from({ length: 20 }, (_, i) => `  a${i + 1}: &a${i + 1} [*a${i}, *a${i}]\n`).join('');
  const manySteps = Array.from({ length: 1_001 }, (_, i) => `  - { name: s${i}, run: x }\n`).join('');
  it.each([
    [
      '300 KB',
      `name: a\n${steps}# ${'é'.repeat(150_000)}\n`,
      { line: 1, column: 1, code: 'too-large', message: 'the file has 300047 bytes, and 262144 is the most' },
    ],
    [
      'an alias bomb',
      `name: a\nenv:\n  a0: &a0 [x, x]\n${aliases}${steps}`,
      { line: 3, column: 11, code: 'too-many-values', suggestion: 'use fewer aliases, or split the pipeline' },
    ],
    [
      'more steps than an execution may have',
      `name: a\nsteps:\n${manySteps}`,
      { line: 3, code: 'too-many-steps', message: 'steps has 1001 items, and a pipeline has at most 1000 steps' },
    ],
  ])('with %s is refused, and nothing else is said', (_what, yaml, finding) => {
    expect(parsePipeline(yaml)).toEqual({ findings: [expect.objectContaining(finding)] });
  });

  it('tells all its mistakes at once, up to a hundred', () => {
    const list = Array.from({ length: 200 }, (_, i) => `  - { name: s${i}, rnu: x }\n`).join('');
    expect(parsePipeline(`name: a\nsteps:\n${list}`).findings).toHaveLength(100);
  });

  it.each([
    ['a number', 'name: 12\n', '12'],
    ['a number as it is written', 'name: 1.10\n', '1.10'],
    ['a date', 'name: 2026-11-23\n', '2026-11-23'],
    ['a word that older YAML took for a truth value', 'name: yes\n', 'yes'],
    ['text behind a byte order mark', '\ufeffname: a\n', 'a'],
  ])('takes %s for a name', (_what, head, name) => {
    expect(parsePipeline(`${head}${steps}`).model?.name).toBe(name);
  });

  it('takes the values of variables as they are written, whatever YAML or its older versions make of them', () => {
    const written = { A: '1.10', B: '012', C: '0x1F', D: '1e3', E: 'True', F: 'no', G: '12:30', H: '2026-11-23' };
    const lines = Object.entries(written).map(([key, value]) => `  ${key}: ${value}\n`);
    const { model } = parsePipeline(`name: a\nenv:\n${lines.join('')}  NONE:\n  NULL: null\n${steps}`);
    expect(model?.environment).toEqual({ ...written, NONE: '', NULL: '' });
  });

  it('finds a step by the number it is called by', () => {
    const { model } = parsePipeline('name: a\nsteps: [{ name: 1.10, run: x }, { name: b, run: x, needs: 1.10 }]\n');
    expect(model?.stages[0]?.steps.map(({ name, needs }) => [name, needs])).toEqual([
      ['1.10', []],
      ['b', ['1-10']],
    ]);
  });

  it('warns of characters that were lost on the way', () => {
    const { model, findings } = parsePipeline(`name: caf\ufffd\n${steps}`);
    expect(model?.name).toBe('caf\ufffd');
    expect(findings).toMatchObject([{ severity: 'warning', code: 'not-utf-8', line: 1, column: 10 }]);
  });

  it('means the same in its long and its short spelling', () => {
    const long = `name: same
environment: { A: x }
stages:
  - name: build
    parallel: true
    timeout: 600
    retry_count: 2
    steps:
      - name: compile
        step_type: shell
        timeout: 60
        continue_on_error: true
        config: { command: make, working_directory: src, environment: { B: y } }
`;
    const short = `name: same
env: { A: x }
stages:
  - name: build
    parallel: true
    timeout: 10m
    retry: { limit: 2 }
    steps:
      - { name: compile, run: make, timeout: 1m, continue-on-error: true, working-directory: src, env: { B: y } }
`;
    expect(parsePipeline(long).findings).toEqual([]);
    expect(parsePipeline(short)).toEqual(parsePipeline(long));
  });
});
