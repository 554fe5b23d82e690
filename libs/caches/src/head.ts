/** What stands before the archive in a cache. */
export interface CacheHead {
  key: string;
  /** Files and links in it. */
  files: number;
  /** What the step gave by name, of the result of a step. */
  outputs?: Record<string, string>;
}

/** A head is one line of JSON, and no longer. */
export const longestHead = 262_144;

export const headLine = (head: CacheHead): Buffer => Buffer.from(`${JSON.stringify({ v: 1, ...head })}\n`);

/** The head at the beginning of these bytes, and how long it is; undefined where there is none. */
export const headIn = (bytes: Uint8Array): { head: CacheHead; length: number } | undefined => {
  const end = bytes.indexOf(10);
  if (end < 0) return undefined;
  const head = parsed(Buffer.from(bytes.buffer, bytes.byteOffset, end).toString());
  return head && { head, length: end + 1 };
};

const parsed = (text: string): CacheHead | undefined => {
  try {
    const found = JSON.parse(text) as Partial<CacheHead> & { v?: unknown };
    const { v, key, files, outputs } = found;
    if (v !== 1 || typeof key !== 'string' || typeof files !== 'number') return undefined;
    if (outputs !== undefined && !areTexts(outputs)) return undefined;
    return { key, files, ...(outputs === undefined ? {} : { outputs }) };
  } catch {
    return undefined;
  }
};

const areTexts = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' && value !== null && Object.values(value).every(one => typeof one === 'string');
