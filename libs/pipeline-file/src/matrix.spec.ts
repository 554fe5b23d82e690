import { parsePipeline } from './parse-pipeline.js';

const read = (matrix: string) => parsePipeline(`name: a\nsteps:\n  - run: x\n    matrix: ${matrix}\n`);
const matrixOf = (matrix: string) => {
  const { model, findings } = read(matrix);
  expect(findings).toEqual([]);
  return model?.stages[0]?.steps[0]?.matrix;
};
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index).join(', ');
const leftOut = Array.from({ length: 8 }, (_, index) => `{ a: ${index} }`).join(', ');

describe('matrix: in a file', () => {
  it('has its axes beside its own keys, and values as they are written', () => {
    expect(
      matrixOf('{ node: [1.10, 24], os: linux, exclude: [{ node: 24 }], max_parallel: 2, failFast: false }'),
    ).toEqual({
      axes: { node: ['1.10', '24'], os: ['linux'] },
      include: [],
      exclude: [{ node: '24' }],
      maxParallel: 2,
      failFast: false,
    });
  });

  it('may be nothing but what it includes', () => {
    expect(matrixOf('{ include: [{ target: eu }, { target: us }] }')).toEqual({
      axes: {},
      include: [{ target: 'eu' }, { target: 'us' }],
      exclude: [],
      failFast: true,
    });
  });

  it.each([
    ['256 cells', `{ a: [${numbers(16)}], b: [${numbers(16)}] }`],
    [
      'more combinations, of which enough are left out',
      `{ a: [${numbers(20)}], b: [${numbers(20)}], exclude: [${leftOut}] }`,
    ],
    [
      'values on top of a cell',
      `{ a: [${numbers(16)}], b: [${numbers(16)}], include: [{ a: 1, b: 1, c: x }, { c: y }] }`,
    ],
  ])('may have %s', (_what, matrix) => {
    expect(matrixOf(matrix)).toBeDefined();
  });

  it('warns of an exclude of values that no axis has', () => {
    const { model, findings } = read('{ a: [1, 2], exclude: [{ a: 2 }, { a: 3 }] }');
    expect(model).toBeDefined();
    expect(findings).toMatchObject([
      { severity: 'warning', code: 'excludes-nothing', path: 'steps[0].matrix.exclude[1]', line: 4, column: 46 },
    ]);
  });
});
