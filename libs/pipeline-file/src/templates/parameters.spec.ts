import { modelOf, parse, suggestions } from './templates.story.js';

describe('a parameter', () => {
  it('never gets into a command', () => {
    const body = 'template: t\nparameters: { who: {} }\nstep: { name: s, run: "echo ${{ params.who }}" }\n';
    const yaml = 'name: a\ninclude: t.yaml\nsteps: [{ extends: t, with: { who: x } }]\n';
    expect(parse(yaml, { 't.yaml': body }).findings).toMatchObject([
      {
        code: 'substitution-in-command',
        file: 't.yaml',
        line: 3,
        column: 29,
        suggestion: 'add env: { WHO: "${{ params.who }}" } to the step, and write "$WHO" in the command',
      },
    ]);
  });

  it.each([
    ['the health of a service', 'services: { db: { image: a, health: "x ${{ params.who }}" } }', 'services.db.health'],
    ['the entry of a container', 'image: a, docker: { entrypoint: [sh, "${{ params.who }}"] }', 'docker.entrypoint[1]'],
    ['a script', 'config: { script: "x ${{ params.who }}" }', 'config.script'],
  ])('never gets into %s either', (_what, keys, path) => {
    const work = keys.startsWith('config') ? keys : `run: x, ${keys}`;
    const body = `template: t\nparameters: { who: {} }\nstep: { name: s, ${work} }\n`;
    const yaml = 'name: a\ninclude: t.yaml\nsteps: [{ extends: t, with: { who: x } }]\n';
    const errors = parse(yaml, { 't.yaml': body }).findings.filter(({ severity }) => severity === 'error');
    expect(errors).toMatchObject([{ code: 'substitution-in-command', file: 't.yaml', path: `steps[0].${path}` }]);
  });

  it('outside of a template is no name', () => {
    expect(suggestions('name: a\nsteps: [{ run: x, env: { A: "${{ params.x }}" } }]\n')).toEqual([
      '${{ params.x }} is no expression for text: Unknown variable: params → parameters are known in templates only; a pipeline has inputs',
    ]);
  });

  it('that need not be given is empty', () => {
    const body =
      'template: t\nparameters: { a: { required: false }, b: { type: boolean, required: false } }\nstep: { name: s, run: x, continue-on-error: "${{ params.b }}", env: { A: "${{ params.a }}" } }\n';
    const { stages } = modelOf('name: a\ninclude: t.yaml\nsteps: [extends: t]\n', { 't.yaml': body });
    expect(stages[0]?.steps[0]).toMatchObject({ continueOnError: false, environment: { A: '' } });
  });

  it('is literal where a value only looks like an expression', () => {
    const body =
      "template: t\nparameters: { a: {} }\nstep: { name: s, run: x, env: { A: \"${{ params.a + '$' + '{{' }}\" } }\n";
    const { stages } = modelOf('name: a\ninclude: t.yaml\nsteps: [{ extends: t, with: { a: x } }]\n', {
      't.yaml': body,
    });
    expect(stages[0]?.steps[0]?.environment).toEqual({ A: 'x$${{' });
  });
});
