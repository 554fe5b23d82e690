import { cpuMillisOf } from '../cpu-time.story.js';
import { largestFile } from '../limits.js';
import { aRoom, locate } from '../located.js';
import type { PipelineModel } from '../model.js';
import { parsePipeline } from '../parse-pipeline.js';
import { Report } from '../report.js';
import { readDocument } from '../document.js';
import { checkExpressions } from './check-file.js';

/** Without its suggestion. */
const found = (yaml: string) =>
  parsePipeline(yaml).findings.map(({ code, line, column, path }) => `${code} ${line}:${column} ${path}`);

const only = (yaml: string) => {
  const [finding, ...others] = parsePipeline(yaml).findings;
  expect(others).toEqual([]);
  return finding;
};

const file = (step: string) => `name: a\nsteps:\n  - name: b\n    run: x\n${step.replace(/^(?=.)/gm, '    ')}\n`;

describe('an expression in a text', () => {
  it.each([
    ['plainly', 'env:\n  A: x ${{ brnch }}', '6:12', 'env.A'],
    ['in quotes', "env: { A: 'x ${{ brnch }}' }", '5:18', 'env.A'],
    ['behind quotes that are written twice', "env: { A: '''x ${{ brnch }}' }", '5:20', 'env.A'],
    ['on a line of its own', 'env:\n  A: |\n    one\n    two ${{ branch }} ${{ brnch }}', '8:27', 'env.A'],
    ['in a folded text', 'env:\n  A: >\n    one\n    two ${{ brnch }}', '8:13', 'env.A'],
    ['in double quotes with an escape', 'env: { A: "\\t${{ brnch }}" }', '5:18', 'env.A'],
    ['in double quotes that hide it', 'env: { A: "\\x24{{ brnch }}" }', '5:15', 'env.A'],
  ])('that stands %s is found where it stands', (_what, step, at, path) => {
    expect(found(file(step))).toEqual([`bad-expression ${at} steps[0].${path}`]);
  });

  it.each([
    ['a word like one that is known', 'brnch', 'bad-expression', 'did you mean branch?'],
    ['a dash in a name', 'steps.unit-tests.status', 'bad-expression', "write steps['unit-tests']: a dash is a minus"],
    [
      'a secret',
      'secrets.TOKEN',
      'bad-expression',
      'secrets reach a step as variables of its environment: secrets: [NAME]',
    ],
    ['a map', 'env', 'bad-expression', 'write an expression such as branch'],
    ['a call that is not allowed', "branch.matches('a')", 'bad-expression', 'write an expression such as branch'],
    ['an input nobody declared', 'inputs.target', 'unknown-input', 'declare it: on: { manual: { inputs: { … } } }'],
    ['a matrix where there is none', 'matrix.node', 'no-matrix', 'add matrix: to the step, or ask for something else'],
    ['a step that is not there', 'steps.c.status', 'unknown-step', 'did you mean b?'],
    ['itself', 'steps.b.status', 'not-before', 'name it in needs:, or move it to an earlier stage'],
  ])('with %s is a finding that says what would be right', (_what, expression, code, suggestion) => {
    expect(only(file(`env: { A: "\${{ ${expression} }}" }`))).toMatchObject({
      severity: 'error',
      code,
      suggestion,
      line: 5,
      column: 16,
    });
  });

  it('that is never closed, or too long, is a finding', () => {
    expect(only(file("env: { A: '${{ branch' }"))).toMatchObject({ code: 'unclosed-expression', column: 16 });
    expect(only(file(`env: { A: "\${{ ${'1+'.repeat(1_001)}1 }}" }`))).toMatchObject({
      message: 'an expression has 2003 characters, and 2000 is the most',
    });
  });

  it('in brackets needs quotes, and YAML does not say so itself', () => {
    expect(parsePipeline(file('env: { A: ${{ branch }} }')).findings[0]).toMatchObject({
      code: 'not-yaml',
      suggestion: 'put a text with ${{ }} in quotes, or each key on a line of its own',
    });
  });

  it('that is escaped is text', () => {
    expect(found(file("env: { A: '$${{ brnch }}' }"))).toEqual([]);
  });

  it('is known by its steps: those before it, with what they declare', () => {
    const yaml = `name: a
stages:
  - name: one
    parallel: true
    env: { S: "\${{ steps.p.status }}" }
    steps:
      - { name: p, run: x }
      - { name: q, run: x, needs: p, env: { A: "\${{ steps.p.outcome }}" } }
      - { name: r, run: x, env: { A: "\${{ steps.p.outcome }}" } }
      - { name: s, run: x, needs: q, env: { A: "\${{ steps['p']['exitCode'] }}", B: "\${{ steps.p.oucome }}" } }
  - name: two
    if: steps.q.exitCode == 0 && steps.t.exitCode == 0
    steps:
      - { name: t, run: x, env: { A: "\${{ steps.s.outputs.version }}" } }
      - { name: u, run: x, if: has(steps.t.outputs) && steps.v.status == '' }
      - { name: v, run: x }
always:
  - { name: w, run: x, env: { A: "\${{ steps.v.status }}" } }
`;
    expect(found(yaml)).toEqual([
      'not-before 5:16 stages[0].env.S',
      'not-before 9:39 stages[0].steps[2].env.A',
      'unknown-member 10:85 stages[0].steps[3].env.B',
      'not-before 12:9 stages[1].if',
      'unknown-output 14:39 stages[1].steps[0].env.A',
      'not-before 15:32 stages[1].steps[1].if',
    ]);
  });

  it('cannot ask for steps before any has run', () => {
    const yaml = 'name: a\nconcurrency: { key: steps.b.status }\nenv: { A: "${{ steps.b.status }}" }\n';
    expect(found(`${yaml}steps: [{ name: b, run: x }]\n`)).toEqual([
      'too-early 2:21 concurrency.key',
      'too-early 3:12 env.A',
    ]);
  });

  it('stays text where nobody reads it, with a warning', () => {
    const { model, findings } = parsePipeline(
      file('needs: ["${{ branch }}"]').replace('name: b', 'name: "${{ branch }}"'),
    );
    expect(findings.map(({ code, severity }) => `${severity} ${code}`)).toContain('warning expression-not-read');
    expect(model).toBeUndefined();
    expect(parsePipeline(`description: "\${{ brnch }}"\n${file('')}`).findings).toEqual([]);
  });

  it('is checked also where a condition has it', () => {
    expect(only(file("if: ${{ branch == 'main' }}"))).toMatchObject({
      code: 'bad-condition',
      suggestion: 'leave ${{ and }} out: all of this is an expression',
    });
  });
});

describe('a matrix and inputs', () => {
  const whole = (model: Partial<PipelineModel>, texts: string) => {
    const yaml = file(`name: "b \${{ matrix.node }}"\nenv:\n${texts}`).replace('name: b\n', 'run2: x\n');
    const { model: parsed } = parsePipeline(file(''));
    const report = new Report(yaml);
    const document = readDocument(yaml, report);
    const located = document && locate(document, report, aRoom());
    const step = parsed?.stages[0]?.steps[0];
    if (!parsed || !step || !located) throw new Error('the test has no file');
    step.matrix = { axes: { node: ['22'] }, include: [{ os: 'mac' }], exclude: [], failFast: true };
    step.outputs = ['version'];
    checkExpressions(located, { ...parsed, ...model }, report);
    return report.findings.map(({ code, path, suggestion }) => `${code} ${path}: ${suggestion ?? ''}`);
  };
  const inputs: PipelineModel['inputs'] = [{ name: 'target', type: 'text', required: false, options: [] }];

  it('give the names that expressions may ask for', () => {
    const texts =
      '  A: "${{ matrix.node + matrix.os + inputs.target }}"\n  B: "${{ matrix.nod }}"\n  C: "${{ inputs.taget }}"';
    expect(whole({ inputs }, texts)).toEqual([
      'unknown-axis steps[0].env.B: did you mean node?',
      'unknown-input steps[0].env.C: did you mean target?',
    ]);
  });

  it('let later steps ask for all cells by the name of the step, or for one of them', () => {
    const { model: parsed } = parsePipeline('name: a\nsteps: [{ name: b, run: x }, { name: c, run: x }]\n');
    const step = parsed?.stages[0]?.steps[0];
    if (!parsed || !step) throw new Error('the test has no file');
    step.matrix = { axes: { node: ['22'] }, include: [], exclude: [], failFast: true };
    const yaml = `name: a\nsteps:\n  - { name: b, run: x }\n  - name: c\n    run: x\n    env: { A: "\${{ steps['b-22'].status + steps.b.status + steps['c-22'].status }}" }\n`;
    const report = new Report(yaml);
    const document = readDocument(yaml, report);
    const located = document && locate(document, report);
    if (located) checkExpressions(located, parsed, report);
    expect(report.findings.map(({ message }) => message)).toEqual(['no step has the id "c-22"']);
  });
});

describe('a command', () => {
  it.each([
    ['${{ branch }}', 'write "$YARD_BRANCH" in the command; the step has that variable'],
    ['${{ env.LEVEL }}', 'write "$LEVEL" in the command; the step has that variable'],
    ["${{ inputs['dry-run'] }}", 'write "$INPUT_DRY_RUN" in the command; the step has that variable'],
    ['${{ matrix.node }}', 'write "$MATRIX_NODE" in the command; the step has that variable'],
    [
      '${{ steps.build.outputs.version }}',
      'add env: { VERSION: "${{ steps.build.outputs.version }}" } to the step, and write "$VERSION" in the command',
    ],
    [
      "${{ branch + 'x' }}",
      'add env: { BRANCH: "${{ branch + \'x\' }}" } to the step, and write "$BRANCH" in the command',
    ],
    ['${{ 1 }}', 'add env: { VALUE: "${{ 1 }}" } to the step, and write "$VALUE" in the command'],
  ])('never takes in %s, and is told how it can be given', (expression, suggestion) => {
    expect(only(`name: a\nsteps:\n  - name: b\n    run: |\n      echo ${expression}\n`)).toMatchObject({
      severity: 'error',
      code: 'substitution-in-command',
      suggestion,
      line: 5,
      column: 12,
      path: 'steps[0].run',
    });
  });

  it.each(['command', 'script'])('is also what stands in config.%s', key => {
    expect(found(`name: a\nsteps: [{ name: b, config: { ${key}: "x \${{ branch }}" } }]\n`)).toEqual([
      `substitution-in-command 2:${35 + key.length} steps[0].config.${key}`,
    ]);
  });

  it('that tries the signs of other languages keeps them, with a warning', () => {
    const { model, findings } = parsePipeline('name: a\nsteps: [{ name: b, run: "x {{ branch }} {{ .Name }}" }]\n');
    expect(findings).toMatchObject([
      {
        severity: 'warning',
        code: 'looks-like-expression',
        column: 28,
        message: '{{ branch }} stays as it is: commands are not searched for expressions',
        suggestion: 'write "$YARD_BRANCH" in the command; the step has that variable',
      },
    ]);
    expect(model).toBeDefined();
  });

  it('keeps the signs of a shell', () => {
    expect(found(file('').replace('run: x', () => 'run: echo ${X} $${{ x }} $(( 1 )) {{ x }}'))).toEqual([]);
  });
});

it('takes little time for as many expressions as a file can hold', () => {
  const many = (piece: (index: number) => string, most = 22_000) =>
    `name: a\nenv:\n  A: "${Array.from({ length: most }, (_, index) => piece(index))
      .join('')
      .slice(0, largestFile - 100)}"\nsteps: [{ run: x }]\n`;
  for (const yaml of [
    many(index => `\${{${index}}}`),
    many(() => '${{b}}'),
    many(() => '${{steps.b}}'),
    many(() => '{{ branch', 28_000),
    many(() => '\\x24{{1}}'),
  ]) {
    expect(cpuMillisOf(() => parsePipeline(yaml))).toBeLessThan(1_500);
  }
});
