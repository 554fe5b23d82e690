import type { ConditionFacts } from '../condition.js';
import { cpuMillisOf } from '../cpu-time.story.js';
import { fillAtClaim, fillAtPlan, fillText, isLate } from './index.js';
import { expressionsIn, onlyExpression, partsOf } from './parts.js';
import { referencesOf } from './references.js';

const { env, steps, ...planFacts }: ConditionFacts = {
  branch: 'main',
  commit: 'abc',
  tag: 'v1',
  repository: 'r',
  trigger: 'manual',
  actor: 'alice',
  pipeline: 'web',
  inputs: { target: 'eu', dry: 'true' },
  matrix: { node: '22' },
  env: { LEVEL: 'info' },
  steps: { build: { status: 'failed', exitCode: 3, outputs: { version: '1.10' } } },
};
const facts = { ...planFacts, env, steps };

describe('a text with expressions', () => {
  it.each([
    ['plain', 'plain'],
    ['${{ branch }}', 'main'],
    ['node:${{ matrix.node }}-${{inputs.target}}', 'node:22-eu'],
    ["${{ inputs['dry'] == 'true' }}", 'true'],
    ['${{ 1 + 2 }} and ${{ 1.5 }}', '3 and 1.5'],
    ['${{ steps.build.exitCode + 1 }}', '4'],
    ['${{ steps.build.outcome }} ${{ steps.build.outputs.version }}', 'failed 1.10'],
    ['${{ tag }}', 'v1'],
    ['$${{ branch }} is ${{ branch }}', '${{ branch }} is main'],
    ['costs $$${{ branch }}', 'costs $${{ branch }}'],
    ['${{ \'a}}b\' + "}}" }}', 'a}}b}}'],
    ["${{ '''it's }}''' }}", "it's }}"],
    ["${{ 'it\\'s }}' }}", "it's }}"],
    ["${{ r'\\}}' + branch }}", '\\}}main'],
  ])('%s becomes %s', (text, filled) => {
    expect(fillText(text, facts)).toEqual({ text: filled });
  });

  it.each([
    ['${{ env }}', 'it gives a map<string, string>, and must give a string, number or bool'],
    ['${{ steps.build.outputs }}', 'it gave map, and must give a string, number or bool'],
    ['${{ steps.build.nothing }}', 'No such key: nothing'],
    ['${{ brnch }}', '${{ brnch }}: Unknown variable: brnch'],
    ['a ${{ branch', '${{ branch is not closed by }}'],
    ['${{ }}', 'Unexpected token: EOF'],
  ])('%s says what is wrong with it', (text, mistake) => {
    expect(fillText(text, facts)).toEqual({ mistake: expect.stringContaining(mistake) });
  });

  it('is evaluated once: what a value holds stays as it is', () => {
    expect(fillText('${{ env.LEVEL }}', { ...facts, env: { LEVEL: '${{ actor }} $${{' } })).toEqual({
      text: '${{ actor }} $${{',
    });
  });

  it('is late when it asks for steps, and not when it only speaks of them', () => {
    expect(isLate('x ${{ steps.build.status }}')).toBe(true);
    expect(isLate("${{ 'build' in steps }}")).toBe(true);
    expect(isLate("steps.a $${{ steps.a }} ${{ 'steps.a' + branch }}")).toBe(false);
  });

  it('tells where its expressions are', () => {
    expect(expressionsIn('a ${{ b }} $${{ c }} ${{d}}')).toEqual([
      { expression: 'b', start: 2, end: 10 },
      { expression: 'd', start: 21, end: 27 },
    ]);
    expect(onlyExpression(' ${{ b }} ')?.expression).toBe('b');
    expect(onlyExpression('${{ b }}c')).toBeUndefined();
  });

  it('is read in time with its length, whatever it holds', () => {
    for (const piece of ['${{', '$', "${{'", "${{'\\'", '${{ "', "'''", '${{ }}'])
      expect(cpuMillisOf(() => partsOf(`\${{ ${piece.repeat(250_000 / piece.length)}`))).toBeLessThan(500);
  });

  it('is known by what it asks for', () => {
    const found = referencesOf("steps['a'].outputs.b == env.X && inputs[branch] in ['matrix']");
    expect(found.map(({ root, members }) => [root, ...members])).toEqual([
      ['steps', 'a', 'outputs', 'b'],
      ['env', 'X'],
      ['inputs'],
      ['branch'],
    ]);
  });
});

describe('the texts of a step', () => {
  const layers = [
    { A: 'a', B: '${{ branch }}' },
    { A: '${{ env.A }}b', C: '${{ steps.build.outputs.version }}' },
    { A: '${{ env.A }}c', D: 'v${{ env.C }}' },
  ];
  const config = {
    command: 'echo ${{ branch }} $${{',
    image: 'node:${{ matrix.node }}',
    'a.b': ['x', '${{ steps.build.status }}'],
    values: { 'image.tag': '${{ env.C }}', count: 3 },
  };

  it('are literal in the plan, but for those that wait for steps', () => {
    expect(fillAtPlan({ layers, given: { GIVEN: '${{ actor }}' }, config }, planFacts)).toEqual({
      environment: { A: 'abc', B: 'main', C: '', D: '', GIVEN: '${{ actor }}' },
      config: {
        command: 'echo ${{ branch }} $${{',
        image: 'node:22',
        'a.b': ['x', ''],
        values: { 'image.tag': '', count: 3 },
      },
      templates: {
        'environment.C': '${{ steps.build.outputs.version }}',
        'environment.D': 'v${{ env.C }}',
        'config.a~1b.1': '${{ steps.build.status }}',
        'config.values.image~1tag': '${{ env.C }}',
      },
    });
  });

  it('are whole at the claim, and what was literal is not read again', () => {
    const plan = fillAtPlan({ layers, given: { GIVEN: '${{ actor }}' }, config }, planFacts);
    if (plan.mistake !== undefined) throw new Error(plan.mistake);
    const filled = fillAtClaim(plan, { ...planFacts, steps });
    expect(filled).toEqual({
      environment: { A: 'abc', B: 'main', C: '1.10', D: 'v1.10', GIVEN: '${{ actor }}' },
      config: {
        command: 'echo ${{ branch }} $${{',
        image: 'node:22',
        'a.b': ['x', 'failed'],
        values: { 'image.tag': '1.10', count: 3 },
      },
    });
    expect(plan.environment['C']).toBe('');
  });

  it('give way to what the trigger gives, also where they would be late', () => {
    const given = { C: 'mine', A: '${{ x }}' };
    expect(
      fillAtPlan({ layers: [{ A: '${{ steps.a.status }}', C: '${{ nobody }}' }], given, config: {} }, planFacts),
    ).toEqual({ environment: given, config: {}, templates: {} });
  });

  it('are no longer late where an inner level says something plain', () => {
    const texts = {
      layers: [{ A: '${{ steps.a.status }}' }, { A: 'plain' }],
      given: {},
      config: { image: '${{ env.A }}' },
    };
    expect(fillAtPlan(texts, planFacts)).toEqual({
      environment: { A: 'plain' },
      config: { image: 'plain' },
      templates: {},
    });
  });

  it('say which of them is wrong', () => {
    const plan = (one: Record<string, string>) => fillAtPlan({ layers: [one], given: {}, config: {} }, planFacts);
    expect(plan({ A: '${{ inputs.nothing }}' })).toEqual({
      mistake: 'environment.A: ${{ inputs.nothing }}: No such key: nothing',
    });
    const twice = [{ A: '${{ steps.a.status }}' }, { A: '${{ env.A }}' }];
    expect(fillAtPlan({ layers: twice, given: {}, config: {} }, planFacts)).toEqual({
      mistake: 'environment.A: it asks for env.A of an outer level, which is known only after a step',
    });
    const late = { environment: { A: '' }, config: {}, templates: { 'environment.A': '${{ steps.gone.status }}' } };
    expect(fillAtClaim(late, { ...planFacts, steps })).toEqual({
      mistake: 'environment.A: ${{ steps.gone.status }}: No such key: gone',
    });
  });

  it('leave places alone that the plan does not have', () => {
    const templates = { 'config.__proto__.polluted': 'x', 'environment.B': 'x', 'config.a.b': 'x' };
    const untouched = { environment: { A: '1' }, config: { a: 'text' } };
    expect(fillAtClaim({ ...untouched, templates }, { ...planFacts, steps })).toEqual(untouched);
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
  });
});
