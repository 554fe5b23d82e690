/** Bytes of an output: from `start` up to, and without, `end`. */
export interface Part {
  start: number;
  /** Absent: to the end of what there is. */
  end?: number;
}

/**
 * What a `Range` header asks for (RFC 9110, section 14.2): undefined when it is no single range of bytes, which is then
 * as if it were not there; `beyond` when it begins behind the end.
 */
export const rangeOf = (header: string | undefined, size: number): Part | 'beyond' | undefined => {
  const found = /^bytes=(?:(\d{1,15})-(\d{0,15})|-(\d{1,15}))$/.exec(header?.trim() ?? '');
  if (!found) return undefined;
  const [, first, last, suffix] = found;
  return first === undefined
    ? lastOf(Number(suffix), size)
    : between(Number(first), last ? Number(last) : undefined, size);
};

const between = (start: number, last: number | undefined, size: number): Part | 'beyond' | undefined => {
  if (last !== undefined && last < start) return undefined;
  if (start >= size) return 'beyond';
  return last === undefined ? { start } : { start, end: last + 1 };
};

const lastOf = (bytes: number, size: number): Part | 'beyond' =>
  bytes === 0 || size === 0 ? 'beyond' : { start: Math.max(size - bytes, 0) };

const newline = 0x0a;

/** Where the last `lines` lines of some bytes begin; a newline at the very end closes the last one. */
export const startOfTail = (bytes: Uint8Array, lines: number): number => {
  let at = bytes.at(-1) === newline ? bytes.length - 1 : bytes.length;
  for (let found = 0; found < lines; found += 1) {
    if (at === 0) return 0;
    at = bytes.lastIndexOf(newline, at - 1);
    if (at < 0) return 0;
  }
  return at + 1;
};
