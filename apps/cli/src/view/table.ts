/** Columns of the terminal that tables are for. */
let room = Infinity;

export const fitTables = (columns: number | undefined): void => {
  room = columns ?? Infinity;
};

/** Two spaces. */
const gap = 2;
/** Narrower than this a column says nothing. */
const narrowest = 10;
/** Identifiers are of use whole only. */
const identifier = /^[0-9a-z]{26}$/;

/** The widths of columns so that all fit: the widest ones give first. */
export const narrowed = (widths: readonly number[], floors: readonly number[], columns: number): number[] => {
  const fitting = [...widths];
  const spare = () => fitting.reduce((sum, one) => sum + one, gap * (fitting.length - 1)) - columns;
  for (let over = spare(); over > 0; over = spare()) {
    const above = fitting.map((one, index) => one - (floors[index] ?? 0));
    const able = fitting.map((one, index) => ((above[index] ?? 0) > 0 ? one : 0));
    const widest = Math.max(...able);
    if (widest === 0) return fitting;
    fitting[able.indexOf(widest)] = widest - 1;
  }
  return fitting;
};

/**
 * Columns as wide as their widest cell, two spaces apart; where the terminal is too narrow, long cells are cut. `paint`
 * colours a cell after it has its width.
 */
export const table = (
  head: readonly string[],
  rows: readonly (readonly string[])[],
  paint: (cell: string, column: number, row: number) => string = cell => cell,
): string[] => {
  const cells = (column: number) => rows.map(row => row[column] ?? '');
  const floors = head.map((title, column) =>
    cells(column).some(cell => identifier.test(cell)) ? 26 : Math.max(narrowest, width(title)),
  );
  const natural = head.map((title, column) => Math.max(width(title), ...cells(column).map(width)));
  const widths = room === Infinity ? natural : narrowed(natural, floors, room);
  const lineOf = (row: readonly string[], index: number) =>
    row
      .map((cell, column) => {
        const own = widths[column] ?? 0;
        const shown = width(cell) > own ? fit(cell, own) : cell;
        const space = column === head.length - 1 ? 0 : own - width(shown);
        return `${paint(shown, column, index)}${' '.repeat(space)}`;
      })
      .join('  ')
      .trimEnd();
  return [lineOf(head, -1), ...rows.map((row, index) => lineOf(row, index))];
};

const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** East Asian wide and emoji take two columns. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

/** Columns of a terminal that a text takes. */
export const width = (text: string): number => {
  let sum = 0;
  for (const { segment } of characters.segment(text)) sum += wide.test(segment) ? 2 : 1;
  return sum;
};

/** Filled up with spaces, or cut with an ellipsis. */
export const fit = (text: string, columns: number): string => {
  const missing = columns - width(text);
  if (missing >= 0) return `${text}${' '.repeat(missing)}`;
  let kept = '';
  for (const { segment } of characters.segment(text)) {
    if (width(kept + segment) > columns - 1) break;
    kept += segment;
  }
  return fit(`${kept}…`, columns);
};
