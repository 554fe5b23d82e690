import { parsePipeline } from '../parse-pipeline.js';

const sixteen = JSON.stringify(Array.from({ length: 16 }, (_, n) => String(n)));
const told = (yaml: string) => parsePipeline(yaml).findings.map(({ docs: _, ...finding }) => finding);

describe('a file that could never be planned', () => {
  it('is told where a step needs one below it, and nothing more', () => {
    const yaml = 'name: a\nparallel: false\nsteps:\n  - { name: one, run: x, needs: two }\n  - { name: two, run: x }\n';
    expect(told(yaml)).toEqual([
      {
        severity: 'error',
        code: 'cycle',
        message: 'these steps wait for each other: one → two → one, since stage steps runs its steps in their order',
        suggestion: 'move two above one, or give the stage parallel: true',
        path: 'steps[0].needs',
        line: 4,
        column: 33,
      },
    ]);
  });

  it('is told how many steps it has with its matrices', () => {
    const wide = ['a', 'b', 'c', 'd'].map(
      name => `{ name: ${name}, run: x, matrix: { x: ${sixteen}, y: ${sixteen} } }`,
    );
    expect(told(`name: a\nsteps: [${wide.join(', ')}]\n`)).toMatchObject([
      { code: 'too-many-steps', message: 'with its matrices the pipeline has 1024 steps, and 1000 is the most' },
    ]);
    expect(told(`name: a\nsteps: [${wide.slice(1).join(', ')}]\n`)).toEqual([]);
  });

  it('is told of its cycles once, with whatever else is wrong', () => {
    const yaml = 'name: a\nstagse: 1\nsteps: [{ name: a, run: x, needs: b }, { name: b, run: x, needs: a }]\n';
    expect(told(yaml).map(({ code }) => code)).toEqual(['unknown-key', 'cycle']);
  });
});
