import { parsePipeline } from './parse-pipeline.js';

const conditionsOf = (yaml: string) =>
  parsePipeline(`name: a\n${yaml}`).model?.stages.flatMap(({ steps }) => steps.map(({ conditions }) => conditions));

describe('a condition in a file', () => {
  it("is the stage's and then the step's", () => {
    const yaml = `stages:
  - name: s
    if: branch == 'main'
    steps: [{ name: a, run: x, if: trigger == 'manual' }, { name: b, run: x }]
  - { name: t, steps: [{ name: c, run: x }] }
`;
    expect(conditionsOf(yaml)).toEqual([["branch == 'main'", "trigger == 'manual'"], ["branch == 'main'"], []]);
  });

  it('means the same in its long and its short spelling', () => {
    const short = "stages: [{ name: s, if: 'true', steps: [{ name: a, run: x, if: env.A == 'x' }] }]\n";
    expect(conditionsOf(short)).toEqual([['true', "env.A == 'x'"]]);
    expect(conditionsOf(short.replaceAll('if:', 'condition:'))).toEqual(conditionsOf(short));
  });

  it('may ask for what a step before it gave', () => {
    const yaml = "steps:\n  - { name: unit tests, run: x }\n  - run: y\n    if: steps['unit-tests'].exitCode == 3\n";
    expect(conditionsOf(yaml)).toEqual([[], ["steps['unit-tests'].exitCode == 3"]]);
  });

  it.each([
    ['a truth value', 'if: false', 'false'],
    ['a truth value that YAML alone knows', 'if: True', 'true'],
    ['lines of their own', "if: |\n      branch == 'main' &&\n      actor != ''\n", "branch == 'main' &&\nactor != ''"],
  ])('may be %s', (_what, line, read) => {
    expect(conditionsOf(`steps:\n  - name: a\n    run: x\n    ${line}\n`)).toEqual([[read]]);
  });
});
