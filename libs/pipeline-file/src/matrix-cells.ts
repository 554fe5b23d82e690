import { closest } from './did-you-mean.js';
import { mostCells, mostCombinations } from './limits.js';
import type { Report } from './report.js';

type Cell = Record<string, string>;

/** Values of axes, with their place. */
export interface PlacedCell {
  values: Cell;
  offset: number;
  path: string;
}

interface Matrix {
  axes: Record<string, string[]>;
  include: PlacedCell[];
  exclude: PlacedCell[];
  path: string;
  offset: number;
}

/** Refuses a matrix of no cells or of too many, and what its excludes say in vain. */
export const checkCells = (matrix: Matrix, report: Report): void => {
  const { axes, include, exclude, path, offset } = matrix;
  if (include.length + exclude.length > mostCombinations) {
    tooLarge(`${include.length + exclude.length} entries to include and exclude`, matrix, report);
    return;
  }
  checkExcludedAxes(matrix, report);
  const product = Object.values(axes).reduce((sum, values) => sum * values.length, 1);
  if (product > mostCombinations) {
    tooLarge(`${product} combinations`, matrix, report);
    return;
  }
  const combinations = combinationsOf(axes);
  const excluded = exclude.map(({ values }) => Object.entries(values));
  const left = combinations.filter(cell => !excluded.some(values => agrees(cell, values)));
  for (const one of exclude)
    if (!report.concerns(one.path) && !isPossible(axes, one.values))
      report.add(one.offset, one.path, {
        severity: 'warning',
        code: 'excludes-nothing',
        message: `${one.path} leaves nothing out: no combination has these values`,
        suggestion: 'write values that the axes have',
      });
  const count = left.length + addedBy(matrix, left);
  if (count > mostCells) tooLarge(`${count} cells`, matrix, report);
  if (count === 0 && !report.concerns(path))
    report.add(offset, path, {
      code: 'no-cells',
      message: `${path} has no cells, so the step would never run`,
      suggestion: 'add an axis such as node: [20, 24], or exclude less',
    });
};

const tooLarge = (what: string, { path, offset }: Matrix, report: Report): void => {
  report.add(offset, path, {
    code: 'matrix-too-large',
    message: `${path} has ${what}, and ${mostCells} cells are the most`,
    suggestion: 'use fewer values, or exclude more',
  });
};

const combinationsOf = (axes: Record<string, string[]>): Cell[] => {
  const names = Object.keys(axes);
  if (names.length === 0) return [];
  return names.reduce<Cell[]>(
    (cells, name) => cells.flatMap(cell => (axes[name] ?? []).map(value => ({ ...cell, [name]: value }))),
    [{}],
  );
};

const agrees = (cell: Cell, values: [string, string][]): boolean =>
  values.every(([name, value]) => cell[name] === value);

const isPossible = (axes: Matrix['axes'], values: Cell): boolean =>
  Object.entries(values).every(([name, value]) => axes[name]?.includes(value));

/** An include that agrees with no cell is one of its own; what it says of other things than axes is on top. */
const addedBy = ({ axes, include }: Matrix, left: Cell[]): number =>
  include.filter(({ values }) => {
    const named = Object.entries(values).filter(([name]) => Object.hasOwn(axes, name));
    return !left.some(cell => agrees(cell, named));
  }).length;

const checkExcludedAxes = ({ axes, exclude }: Matrix, report: Report): void => {
  const known = Object.keys(axes);
  for (const { values, offset, path } of exclude)
    for (const name of Object.keys(values).filter(one => !known.includes(one))) {
      if (report.isFull) return;
      const near = closest(name, known);
      report.add(offset, `${path}.${name}`, {
        code: 'unknown-axis',
        message: `${path} names ${name}, and the matrix has no such axis`,
        suggestion: near ? `did you mean ${near}?` : `its axes are ${known.join(', ') || 'none'}`,
      });
    }
};
