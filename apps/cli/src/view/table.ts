/** Columns as wide as their widest cell, two spaces apart. `paint` colours a cell after it has its width. */
export const table = (
  head: readonly string[],
  rows: readonly (readonly string[])[],
  paint: (cell: string, column: number, row: number) => string = cell => cell,
): string[] => {
  const widths = head.map((title, column) => Math.max(width(title), ...rows.map(row => width(row[column] ?? ''))));
  const lineOf = (row: readonly string[], index: number) =>
    row
      .map((cell, column) => {
        const room = column === head.length - 1 ? 0 : (widths[column] ?? 0) - width(cell);
        return `${paint(cell, column, index)}${' '.repeat(room)}`;
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
