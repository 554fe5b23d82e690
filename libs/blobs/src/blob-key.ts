import { Fault } from '@switchyard/kernel';

/** So that each adapter can hold it: a name of a file has 255 bytes, a key of S3 1,024. */
const longest = { key: 800, part: 200 };

/** @throws Fault `bad-blob-key` */
export const checkKey = (key: string): string => {
  const problem = problemOf(key) ?? (key.endsWith('/') || key === '' ? 'it ends with nothing' : undefined);
  if (problem !== undefined) throw badKey(key, problem);
  return key;
};

/** @throws Fault `bad-blob-key` for what no key can begin with */
export const checkPrefix = (prefix: string): string => {
  const problem = problemOf(prefix);
  if (problem !== undefined) throw badKey(prefix, problem);
  return prefix;
};

/** Of a key or of its beginning. */
const problemOf = (text: string): string | undefined => {
  if (text.length > longest.key) return `it has ${text.length} characters, and ${longest.key} is the most`;
  if (!/^[A-Za-z0-9._/-]*$/.test(text)) return 'it holds other characters than A-Z, a-z, 0-9, ".", "_", "-" and "/"';
  const parts = text.split('/');
  const whole = parts.slice(0, -1);
  if (whole.includes('')) return 'it has a part that is empty';
  if (parts.some(part => part === '.' || part === '..')) return 'it has a part that is . or ..';
  const long = parts.find(part => part.length > longest.part);
  return long && `it has a part of ${long.length} characters, and ${longest.part} is the most`;
};

const badKey = (key: string, problem: string): Fault =>
  new Fault({
    code: 'bad-blob-key',
    message: `${JSON.stringify(key.slice(0, 80))} is no key of a blob: ${problem}`,
    blame: 'platform',
    retry: false,
  });
