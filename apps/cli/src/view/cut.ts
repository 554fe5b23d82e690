import { partsOf } from './clean.js';
import { width } from './table.js';

const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** A line with its colours, cut with an ellipsis where it is wider than the terminal. */
export const cut = (line: string, columns: number): string => {
  if (columns === Infinity) return line;
  const parts = partsOf(line);
  if (width(parts.map(part => ('text' in part ? part.text : '')).join('')) <= columns) return line;
  let [shown, room] = ['', columns - 1];
  for (const part of parts) {
    if (!('text' in part)) shown += `\x1b[${part.sgr}m`;
    else
      for (const { segment } of characters.segment(part.text)) {
        room -= width(segment);
        if (room < 0) return `${shown}…\x1b[0m`;
        shown += segment;
      }
  }
  return shown;
};
