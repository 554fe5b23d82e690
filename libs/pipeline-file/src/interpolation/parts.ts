/** A text in pieces: what stands for itself, and the expressions between. */
export type Part = { literal: string } | Written;

export interface Written {
  /** Without its braces, trimmed. */
  expression: string;
  /** Of `${{`, and behind `}}`, in the text. */
  start: number;
  end: number;
  /** Where the text ends before `}}` does. */
  unclosed?: true;
}

const open = '${{';
const close = '}}';

/** Finds `${{ expression }}`; `$${{` stands for `${{` itself. Takes no longer than the text is long. */
export const partsOf = (text: string): Part[] => {
  const parts: Part[] = [];
  let from = 0;
  for (let at = text.indexOf(open); at >= 0; at = text.indexOf(open, from)) {
    const isEscaped = at > from && text[at - 1] === '$';
    if (isEscaped) {
      parts.push({ literal: `${text.slice(from, at - 1)}${open}` });
      from = at + open.length;
      continue;
    }
    if (at > from) parts.push({ literal: text.slice(from, at) });
    const written = writtenAt(text, at);
    parts.push(written);
    from = written.end;
  }
  if (from < text.length) parts.push({ literal: text.slice(from) });
  return parts;
};

/** The expressions of a text. */
export const expressionsIn = (text: string): Written[] =>
  text.includes(open) ? partsOf(text).filter(part => 'expression' in part) : [];

/** The expression that is all of a text. */
export const onlyExpression = (text: string): Written | undefined => {
  const [first, ...others] = partsOf(text.trim());
  return first && 'expression' in first && others.length === 0 ? first : undefined;
};

const writtenAt = (text: string, start: number): Written => {
  const inside = start + open.length;
  for (let at = inside; at < text.length; at = next(text, at))
    if (text.startsWith(close, at)) return { expression: text.slice(inside, at).trim(), start, end: at + close.length };
  return { expression: text.slice(inside).trim(), start, end: text.length, unclosed: true };
};

/** Behind one sign, or behind a whole text in quotes, which may hide `}}`. */
const next = (text: string, at: number): number => {
  const sign = text[at];
  if (sign !== "'" && sign !== '"') return at + 1;
  const quote = text.startsWith(sign.repeat(3), at) ? sign.repeat(3) : sign;
  let end = at + quote.length;
  while (end < text.length && !text.startsWith(quote, end)) end += text[end] === '\\' ? 2 : 1;
  return end + quote.length;
};
