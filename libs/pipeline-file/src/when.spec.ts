import { parsePipeline } from './parse-pipeline.js';

const whensOf = (yaml: string) => {
  const { model, findings } = parsePipeline(`name: a\n${yaml}`);
  expect(findings).toEqual([]);
  return model?.stages.map(({ steps }) => steps.map(({ when }) => when));
};

describe('when: in a file', () => {
  it("is the stage's for steps that say nothing", () => {
    const yaml = `stages:
  - { name: s, steps: [{ name: a, run: x }] }
  - { name: t, when: failure, steps: [{ name: b, run: x }, { name: c, run: x, when: always }, { name: d, run: x, when: success }] }
`;
    expect(whensOf(yaml)).toEqual([['success'], ['failure', 'always', 'success']]);
  });

  it.each([
    ['a step above it', 'steps: [{ name: a, run: x }, { name: b, run: x, when: failure }]'],
    [
      'a stage before its own',
      'stages: [{ name: s, steps: [{ name: a, run: x }] }, { name: t, parallel: true, steps: [{ name: b, run: x, when: failure }] }]',
    ],
    ['what it needs', 'steps: [{ name: b, run: x, when: failure, needs: a }, { name: a, run: x }]'],
  ])('may wait for a failure of %s', (_what, yaml) => {
    expect(whensOf(yaml)?.flat()).toContain('failure');
  });

  it('names each step of a first stage that could never run', () => {
    const { findings } = parsePipeline(`name: a
stages:
  - name: s
    parallel: true
    steps: [{ name: a, run: x, when: failure }, { name: b, run: x, when: failure, needs: a }, { name: c, run: x, when: failure }]
`);
    expect(findings.map(({ code, path }) => [code, path])).toEqual([
      ['nothing-before', 'stages[0].steps[0].when'],
      ['nothing-before', 'stages[0].steps[2].when'],
    ]);
  });
});
