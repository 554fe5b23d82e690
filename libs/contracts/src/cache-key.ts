/** Characters of a cache's key, before and after the hashes of files are in it. */
export const longestCacheKey = 2_000;

/** A key in pieces: what stands for itself, and globs whose files' hash stands there. */
export type KeyPart = string | readonly string[];

const open = '${{ ';
const close = ' }}';
const call = 'hashFiles(';

/** JSON without a brace, so that nothing in it can end what it stands in. */
const quoted = (text: string): string =>
  JSON.stringify(text)
    .replaceAll('{', () => '\\u007b')
    .replaceAll('}', () => '\\u007d');

/**
 * A key as it travels: `${{ hashFiles("a", "b") }}` stands for the hash of the files that match, which only those who have
 * the files can fill in; what only looks like that is written as a text in braces.
 */
export const keyOf = (parts: readonly KeyPart[]): string => {
  const written: string[] = [];
  let literal = '';
  const flush = () => written.push(literal.replaceAll('${{', () => `${open}${quoted('${{')}${close}`));
  for (const part of parts)
    if (typeof part === 'string') literal += part;
    else {
      flush();
      literal = '';
      written.push(`${open}${call}${part.map(quoted).join(', ')})${close}`);
    }
  flush();
  return written.join('');
};

/** The pieces of a key that {@link keyOf} wrote. Never throws: what it did not write stands for itself. */
export const partsOfKey = (key: string): KeyPart[] => {
  const parts: KeyPart[] = [];
  let from = 0;
  for (let at = key.indexOf(open); at >= 0; at = key.indexOf(open, from)) {
    const end = key.indexOf(close, at);
    const inside = end < 0 ? undefined : meaningOf(key.slice(at + open.length, end));
    if (at > from) parts.push(key.slice(from, at));
    parts.push(inside ?? open);
    from = inside === undefined ? at + open.length : end + close.length;
  }
  if (from < key.length) parts.push(key.slice(from));
  return parts;
};

const meaningOf = (inside: string): KeyPart | undefined => {
  const isCall = inside.startsWith(call) && inside.endsWith(')');
  try {
    const found: unknown = JSON.parse(isCall ? `[${inside.slice(call.length, -1)}]` : inside);
    if (!isCall) return typeof found === 'string' ? found : undefined;
    return Array.isArray(found) && found.every(one => typeof one === 'string') ? found : undefined;
  } catch {
    return undefined;
  }
};
