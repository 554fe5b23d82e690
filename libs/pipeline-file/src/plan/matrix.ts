import type { MatrixModel } from '../model.js';

/** The values of one step of a matrix, by axis. */
export type Cell = Record<string, string>;

/** Beyond this, combinations are only counted: whatever is left out of them, too many would stay. */
const mostCombinations = 2_000;

/** Cells of a matrix in the order of its axes, the last one turning fastest, then those that were included. */
export const cellsOf = (matrix: MatrixModel): Cell[] => {
  const isLeftOut = (cell: Cell) => matrix.exclude.some(said => Object.keys(said).length > 0 && agrees(cell, said));
  const cells = combine(matrix.axes).filter(cell => !isLeftOut(cell));
  const added = matrix.include.filter(said => !layOver(cells, said, Object.keys(matrix.axes)));
  return unlike([...cells, ...added]);
};

/** How many cells there are, or how many combinations where those are far too many. */
export const countCells = (matrix: MatrixModel): number => {
  const combinations = Object.values(matrix.axes).reduce((product, values) => product * values.length, 1);
  return combinations > mostCombinations ? combinations : cellsOf(matrix).length;
};

const combine = (axes: Record<string, string[]>): Cell[] => {
  const entries = Object.entries(axes);
  if (entries.length === 0) return [];
  return entries.reduce<Cell[]>(
    (cells, [axis, values]) => cells.flatMap(cell => values.map(value => ({ ...cell, [axis]: value }))),
    [{}],
  );
};

const agrees = (cell: Cell, said: Cell): boolean => Object.entries(said).every(([axis, value]) => cell[axis] === value);

/** @returns whether there was a cell for them. */
const layOver = (cells: Cell[], said: Cell, axes: string[]): boolean => {
  const named = Object.fromEntries(Object.entries(said).filter(([axis]) => axes.includes(axis)));
  const found = cells.filter(cell => agrees(cell, named));
  for (const cell of found) Object.assign(cell, said);
  return found.length > 0;
};

/** Cells with the same values are one. */
const unlike = (cells: Cell[]): Cell[] => {
  const seen = new Map(cells.map(cell => [JSON.stringify(Object.entries(cell).sort()), cell]));
  return [...seen.values()];
};
