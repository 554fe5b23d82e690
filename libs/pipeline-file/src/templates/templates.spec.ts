import { include, modelOf, files } from './templates.story.js';

describe('a template of a stage', () => {
  it('gives what it says, its parameters filled in with their types', () => {
    const { stages } = modelOf(`${include}stages:\n  - extends: node\n    with: { title: web, parallel: true }\n`);
    expect(stages).toMatchObject([
      {
        name: 'web on 24',
        parallel: true,
        timeoutSeconds: 600,
        environment: { LEVEL: 'release', NODE: '24', BRANCH: '${{ branch }}' },
        steps: [
          { name: 'install', conditions: ["(\"release\") == 'release' || branch == 'main'"] },
          { name: 'test', config: { command: 'npm test' } },
        ],
      },
    ]);
  });

  it('lies below the keys of whoever extends it: variables merge, everything else gives way', () => {
    const { stages } = modelOf(`${include}stages:
  - extends: node
    with: { title: web }
    environment: { LEVEL: mine, MORE: x }
    condition: 'true'
    steps: [{ name: other, run: x }]
`);
    expect(stages[0]).toMatchObject({
      name: 'web on 24',
      environment: { NODE: '24', BRANCH: '${{ branch }}', LEVEL: 'mine', MORE: 'x' },
      steps: [{ name: 'other', conditions: ['true'] }],
    });
    expect(stages[0]?.steps).toHaveLength(1);
  });

  it('takes expressions for its parameters, which are evaluated where they end up', () => {
    const level = `template: t
parameters: { to: {}, other: { default: x } }
step:
  name: s
  run: x
  if: params.to != ''
  env: { A: "\${{ params.to }}", B: "\${{ params.to + '-' + params.other }}", C: "\${{ params.other + branch }}" }
`;
    const { stages } = modelOf(
      'name: a\ninclude: t.yaml\nsteps:\n  - extends: t\n    with: { to: "x-${{ env.TARGET }}" }\n',
      { 't.yaml': level },
    );
    expect(stages[0]?.steps[0]).toMatchObject({
      conditions: ['("x-" + string(env.TARGET)) != \'\''],
      environment: {
        A: 'x-${{ env.TARGET }}',
        B: '${{ ("x-" + string(env.TARGET)) + \'-\' + ("x") }}',
        C: '${{ ("x") + branch }}',
      },
    });
  });
});

describe('a template of a list', () => {
  it('stands for all its items, between those of the file', () => {
    const { stages } = modelOf(`${include}steps:
  - { name: first, run: x }
  - extends: checks
    with: { tool: eslint }
  - { name: last, run: x }
`);
    expect(stages[0]?.steps.map(({ name }) => name)).toEqual(['first', 'eslint lint', 'eslint test', 'last']);
  });

  it('may be the steps of a stage, or all of a pipeline', () => {
    const staged = modelOf(`${include}stages: [{ name: s, extends: checks, with: { tool: go } }]\n`);
    expect(staged.stages[0]).toMatchObject({ name: 's', steps: [{ name: 'go lint' }, { name: 'go test' }] });
    const whole = modelOf(`${include}extends: checks\nwith: { tool: go }\n`);
    expect(whole.stages[0]?.steps).toHaveLength(2);
  });

  it('may itself use templates, of stages as of steps', () => {
    const both = `template: both
include: [ci/node.yaml, ci/checks.yaml]
parameters: { title: {} }
stages:
  - extends: node
    with: { title: "\${{ params.title }}", version: 22 }
  - name: checks
    steps: [{ extends: checks, with: { tool: "\${{ params.title }}" } }]
`;
    const { stages } = modelOf('name: a\ninclude: both.yaml\nstages: [{ extends: both, with: { title: web } }]\n', {
      ...files,
      'both.yaml': both,
    });
    expect(stages.map(({ name, steps: own }) => [name, ...own.map(step => step.name)])).toEqual([
      ['web on 22', 'install', 'test'],
      ['checks', 'web lint', 'web test'],
    ]);
  });
});

describe('a template of a pipeline', () => {
  it('gives everything that the file does not say itself', () => {
    const whole = `template: service
parameters: { deploy: { type: boolean } }
pipeline:
  description: Of the library
  env: { A: '1', B: '1' }
  steps: [{ run: make }]
  always: [{ run: make clean, if: params.deploy }]
`;
    const model = modelOf(
      'name: a\ninclude: library:service\nextends: service\nwith: { deploy: true }\nenv: { B: "2" }\n',
      {
        'library:service': whole,
      },
    );
    expect(model).toMatchObject({ name: 'a', description: 'Of the library', environment: { A: '1', B: '2' } });
    expect(model.stages.map(({ steps: own }) => own.map(({ name }) => name))).toEqual([['make'], ['make clean']]);
  });
});
