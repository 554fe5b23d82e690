import type { Finding } from '@switchyard/contracts';

/** From where to where in a text, in characters. */
export interface Span {
  from: number;
  to: number;
}

/** What is marked for a finding: the word it begins at, or the line's text; nothing lies outside of the text. */
export const spanOf = (text: string, { line, column }: Pick<Finding, 'line' | 'column'>): Span => {
  let start = 0;
  for (let n = 1; n < line; n += 1) {
    const end = text.indexOf('\n', start);
    if (end < 0) break;
    start = end + 1;
  }
  const newline = text.indexOf('\n', start);
  const end = newline < 0 ? text.length : newline;
  const from = Math.min(start + Math.max(0, column - 1), end);
  const [word = ''] = /^[^\s:,[\]{}]+/.exec(text.slice(from, end)) ?? [];
  if (word !== '') return { from, to: from + word.length };
  const [indent = ''] = /^\s*/.exec(text.slice(start, end)) ?? [];
  return from < end ? { from, to: end } : { from: Math.min(start + indent.length, end), to: end };
};
