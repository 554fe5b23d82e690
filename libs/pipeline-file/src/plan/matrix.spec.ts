import { cellsOf, countCells } from './matrix.js';
import { matrixOf } from './plan.story.js';

const shown = (...[axes, options]: Parameters<typeof matrixOf>) =>
  cellsOf(matrixOf(axes, options)).map(cell => Object.values(cell).join(' '));
const two = { os: ['linux', 'mac'], node: ['18', '20'] };

describe('the cells of a matrix', () => {
  it('are its combinations in the order of its axes', () => {
    expect(shown(two)).toEqual(['linux 18', 'linux 20', 'mac 18', 'mac 20']);
    expect(shown({ node: ['20', '18'] })).toEqual(['20', '18']);
  });

  it('lack every combination that agrees with all of what is left out', () => {
    expect(shown(two, { exclude: [{ os: 'mac' }] })).toEqual(['linux 18', 'linux 20']);
    expect(shown(two, { exclude: [{ os: 'mac', node: '18' }, { node: '99' }] })).toEqual([
      'linux 18',
      'linux 20',
      'mac 20',
    ]);
    expect(shown(two, { exclude: [{}, { other: 'x' }] })).toHaveLength(4);
  });

  it('get values that are included on top, where they agree on each axis that is named', () => {
    expect(
      shown(two, {
        include: [
          { os: 'mac', cc: 'clang' },
          { cc: 'gcc', os: 'linux', node: '20' },
        ],
      }),
    ).toEqual(['linux 18', 'linux 20 gcc', 'mac 18 clang', 'mac 20 clang']);
    expect(shown(two, { include: [{ level: 'high' }] }).every(cell => cell.endsWith(' high'))).toBe(true);
  });

  it('are more by what is included and agrees with none, also with what was left out', () => {
    expect(shown(two, { exclude: [{ os: 'mac' }], include: [{ os: 'mac', node: '22' }, { os: 'mac' }] })).toEqual([
      'linux 18',
      'linux 20',
      'mac 22',
      'mac',
    ]);
    expect(shown({}, { include: [{ a: '1' }, { a: '2' }] })).toEqual(['1', '2']);
  });

  it('are each there once, however often they are written', () => {
    expect(shown({ a: ['1', '1', '2'] }, { include: [{ a: '3' }, { a: '3' }] })).toEqual(['1', '2', '3']);
  });

  it('are only counted where they are far too many', () => {
    const ten = Array.from({ length: 10 }, (_, n) => String(n));
    const axes = Object.fromEntries(ten.map(name => [`axis${name}`, ten]));
    expect(countCells(matrixOf(axes))).toBe(10_000_000_000);
    expect(countCells(matrixOf(two, { exclude: [{ os: 'mac' }] }))).toBe(2);
    expect(countCells(matrixOf({ a: [] }))).toBe(0);
  });
});
