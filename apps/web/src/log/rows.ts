import { lengthOfWholeCharacters } from '@switchyard/kernel';
import { type Span, spansOf } from './ansi.js';
import type { AnsiStyle } from './ansi-style.js';
import type { Fold } from './folds.js';
import { type ByteRange, linesPerBlock, longestShown } from './line-index.js';
import type { Scan } from './scan.js';

/** One line as it is shown. */
export interface Row {
  /** From 0. */
  line: number;
  spans: Span[];
  /** What is left out of a line too long to be shown whole. */
  rest?: ByteRange;
  /** The group it heads. */
  fold?: Fold;
}

/** The lines of a block. @param read gives the bytes of a range. @returns undefined where they are not at hand. */
export const rowsOf = (
  scan: Scan,
  block: number,
  read: (range: ByteRange) => Uint8Array | undefined,
): Row[] | undefined => {
  const { index, folds } = scan;
  const long = new Map(index.longIn(block).map(one => [one.line, one]));
  const texts: string[] = [''];
  for (const range of index.shownIn(block)) {
    const bytes = read(range);
    if (!bytes) return undefined;
    const [first = '', ...more] = textOf(bytes).split('\n');
    texts[texts.length - 1] += first;
    texts.push(...more);
  }
  let style: AnsiStyle = scan.styleOf(block);
  return texts.slice(0, index.linesIn(block)).map((text, at) => {
    const line = block * linesPerBlock + at;
    const { spans, after } = spansOf(text, style);
    const cut = long.get(line);
    style = cut ? scan.styleAfter(line) : after;
    const fold = folds.at(line);
    return {
      line,
      spans,
      ...(cut ? { rest: { start: cut.start + longestShown, end: cut.end } } : {}),
      ...(fold ? { fold } : {}),
    };
  });
};

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
/** Without a character whose end is not shown. */
const textOf = (bytes: Uint8Array): string => decoder.decode(bytes.subarray(0, lengthOfWholeCharacters(bytes)));
