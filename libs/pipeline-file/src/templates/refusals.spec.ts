import { files, found, include, node, parse, suggestions } from './templates.story.js';

describe('a mistake about templates', () => {
  const one = (extended: string) => `${include}stages:\n  - ${extended}\n`;
  it.each([
    [
      'a template that is not there',
      one('extends: nod'),
      'no included file has a template called the text "nod" → did you mean node?',
    ],
    [
      'one of another kind',
      `${include}steps:\n  - extends: node\n`,
      'template node gives stage:, and step: is wanted here → extend another template, or extend this one where it belongs',
    ],
    [
      'a parameter that is missing',
      one('extends: node'),
      'template node needs title (text), and it is not given → add with: { title: … }',
    ],
    [
      'a parameter it does not have',
      one('{ extends: node, with: { title: a, vesion: 1 } }'),
      'template node has no parameter "vesion" → did you mean version?',
    ],
    [
      'a parameter of another type',
      one('{ extends: node, with: { title: a, parallel: 3 } }'),
      'parameter parallel is 3, and must be true or false → write true or false',
    ],
    [
      'a choice it does not give',
      one('{ extends: node, with: { title: a, level: relase } }'),
      'parameter level is the text "relase", and must be one of debug, release → did you mean release?',
    ],
    [
      'keys beside several steps',
      `${include}steps:\n  - { extends: checks, name: x, with: { tool: a } }\n`,
      'a template of steps: stands here for several steps, and they have no key in common → make it a parameter of the template',
    ],
    [
      'values for nothing',
      `${include}steps:\n  - { run: x, with: { a: b } }\n`,
      'with: gives values to a template, and nothing is extended here → add extends: with the name of a template, or remove with:',
    ],
    [
      'a file that is not there',
      'name: a\ninclude: ci/nod.yaml\nsteps: [{ run: x }]\n',
      'ci/nod.yaml is included, and is not in the repository → did you mean ci/node.yaml?',
    ],
    [
      'a template of the library that is not there',
      'name: a\ninclude: library:go\nsteps: [{ run: x }]\n',
      'library:go is included, and is not in the template library → add it to the template library, or remove it here',
    ],
    [
      'a place outside of the repository',
      'name: a\ninclude: ../../etc/passwd\nsteps: [{ run: x }]\n',
      'the text "../../etc/passwd" is nothing that can be included → write a path from the root of the repository, such as ci/node.yaml, or library:NAME',
    ],
    [
      'a template for a pipeline',
      node,
      'the file is a template, and gives a pipeline only where one extends it → check a pipeline that includes it',
    ],
  ])('such as %s is told with what would be right, and nothing else is', (_what, yaml, told) => {
    expect(suggestions(yaml)).toEqual([told]);
    expect(parse(yaml).model).toBeUndefined();
  });

  it.each([
    ['a name missing', 'steps: [{ run: x }]\n', 'no-template ci/x.yaml:1:1 template'],
    ['nothing in it', 'template: x\n', 'empty-template ci/x.yaml:1:1 '],
    [
      'two things in it',
      'template: x\nsteps: []\nstage: {}\n',
      'two-bodies ci/x.yaml:3:1 stage'.replace('3:1 stage', '2:1 steps'),
    ],
    ['a list for a map', 'template: x\nstage: []\n', 'wrong-type ci/x.yaml:2:8 stage'],
    ['a key it cannot have', 'template: x\nparamters: {}\nsteps: []\n', 'unknown-key ci/x.yaml:2:1 paramters'],
    ['no YAML', 'template: [\n', 'not-yaml ci/x.yaml:2:1 '],
    [
      'a parameter that cannot be named',
      'template: x\nparameters: { a-b: {} }\nsteps: []\n',
      'bad-parameter ci/x.yaml:2:15 parameters.a-b',
    ],
    [
      'a type that is none',
      'template: x\nparameters: { a: { type: txt } }\nsteps: []\n',
      'unknown-value ci/x.yaml:2:26 parameters.a.type',
    ],
    [
      'a choice of nothing',
      'template: x\nparameters: { a: { type: choice } }\nsteps: []\n',
      'no-options ci/x.yaml:2:18 parameters.a.options',
    ],
    [
      'a default of another type',
      'template: x\nparameters: { a: { type: number, default: z } }\nsteps: []\n',
      'wrong-parameter ci/x.yaml:2:43 parameters.a.default',
    ],
    [
      'no value where none is given',
      'template: x\nparameters: { a: { type: number, required: false } }\nsteps: []\n',
      'no-default ci/x.yaml:2:44 parameters.a',
    ],
  ])('in the file itself, with %s, is told with its own place', (_what, yaml, told) => {
    expect(found('name: a\ninclude: [ci/x.yaml]\nsteps: [{ run: x }]\n', { 'ci/x.yaml': yaml })).toContain(told);
  });

  it('in what it gives is told once, at its own place, however often it is used', () => {
    const bad = 'template: bad\nparameters: { n: {} }\nstep:\n  name: "${{ params.n }}"\n  run: x\n  tmeout: 3\n';
    const yaml =
      'name: a\ninclude: [bad.yaml]\nsteps:\n  - { extends: bad, with: { n: a } }\n  - { extends: bad, with: { n: b } }\n';
    expect(found(yaml, { 'bad.yaml': bad })).toEqual(['unknown-key bad.yaml:6:3 steps[0].tmeout']);
  });

  it('in a value is told where the value is given', () => {
    const yaml = `${include}stages:\n  - extends: node\n    with: { title: web, minutes: 0 }\n    timeout: 5m\n  - extends: t\n    with: { at: x }\n`;
    const timed =
      'template: t\nparameters: { at: {} }\nstage: { name: s, timeout: "${{ params.at }}", steps: [{ run: x }] }\n';
    expect(found(yaml.replace('ci/checks', 't'), { ...files, 't.yaml': timed })).toEqual([
      'wrong-type 8:17 stages[1].timeout',
    ]);
  });

  it('in an expression of a template has its own column', () => {
    const body = 'template: t\nparameters: { one: {} }\nstep: { name: s, run: x, env: { A: "a ${{ params.on }}" } }\n';
    const yaml = 'name: a\ninclude: t.yaml\nsteps: [{ extends: t, with: { one: x } }]\n';
    expect(found(yaml, { 't.yaml': body })).toEqual(['unknown-parameter t.yaml:3:39 steps[0]']);
    expect(found(yaml, { 't.yaml': body.replace('params.on ', 'params.one + 1 ') })).toEqual([
      'bad-expression t.yaml:3:39 steps[0]',
    ]);
    expect(found(yaml, { 't.yaml': body.replace('params.on ', 'brnch ') })).toEqual([
      'bad-expression t.yaml:3:39 steps[0].env.A',
    ]);
  });
});
