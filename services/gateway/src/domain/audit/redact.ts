/** What stands where a secret was. */
export const taken = '[redacted]';

/** Words in a name that make its value a secret, whatever that looks like. */
const secretWords = new Set(
  'pass password passwords passwd pwd passphrase secret secrets token tokens authorization cookie cookies credential credentials salt otp totp recovery signature'.split(
    ' ',
  ),
);
/** The same where words are written together. */
const secretEnds = /(password|secret|token|api_?key)s?$/;
/** Last words of names that only tell of a secret: `tokenId`, `token_type`. */
const aboutWords = new Set(['id', 'ids', 'kind', 'type', 'name', 'at', 'by', 'count', 'path', 'version', 'expires']);
/** Variables of people: any of them may be a secret. */
const bags = new Set(['environment', 'env', 'inputs', 'variables']);

/** Secrets that are known by their form, wherever in a text they stand. */
const forms: readonly [RegExp, string][] = [
  [/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]{0,20000}?(-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g, taken],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${taken}`],
  [/\/\/[^/\s@]{1,500}@/g, `//${taken}@`],
  [/\b(gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|yard_|sk_live_|AKIA)[\w-]{8,}/g, taken],
  [/\beyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*/g, taken],
];

/** Deeper, longer and wider than this, nothing is kept. */
const deepest = 16;
const longest = 4_096;
const widest = 200;

/**
 * The value without its secrets, as what JSON has: of what is too deep, too long or too wide only how much it was.
 * Secrets are known by their names (`password`, `token`), by their form, and as variables of people.
 */
export const redact = (value: unknown, depth = 0): unknown => {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null) return plainOf(value);
  if (value instanceof Date) return timeOf(value);
  if (ArrayBuffer.isView(value)) return `(${value.byteLength} bytes)`;
  if (depth >= deepest) return '(too deep)';
  if (Array.isArray(value)) return redactList(value, depth);
  return redactMembers(value instanceof Map ? Object.fromEntries(value as Map<string, unknown>) : value, depth);
};

const timeOf = (date: Date): string => (Number.isNaN(date.getTime()) ? '(no time)' : date.toISOString());

/** Functions and the like have no place in JSON. */
const plainOf = (value: unknown): unknown =>
  value === null || ['number', 'boolean', 'undefined'].includes(typeof value) ? value : `(${typeof value})`;

const redactList = (list: readonly unknown[], depth: number): unknown[] => {
  const kept = list.slice(0, widest).map(one => redact(one, depth + 1) ?? null);
  return list.length > widest ? [...kept, `(and ${list.length - widest} more)`] : kept;
};

const redactMembers = (value: object, depth: number): unknown => {
  const members = Object.entries(value);
  const kept = members
    .slice(0, widest)
    .map(([name, member]): [string, unknown] => [redactText(name), redactMember(name, member, depth)]);
  if (members.length > widest) kept.push(['…', `(and ${members.length - widest} more)`]);
  return Object.fromEntries(kept);
};

const redactMember = (name: string, member: unknown, depth: number): unknown => {
  if (member === undefined || member === null || typeof member === 'boolean') return member;
  if (isSecret(name)) return taken;
  if (bags.has(name) && typeof member === 'object')
    return Object.fromEntries(
      Object.keys(member)
        .slice(0, widest)
        .map(key => [redactText(key), taken]),
    );
  return redact(member, depth + 1);
};

const isSecret = (name: string): boolean => {
  const words = name
    .slice(0, 200)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  const last = words.at(-1) ?? '';
  if (aboutWords.has(last)) return false;
  if (words.some(word => secretWords.has(word)) || secretEnds.test(last)) return true;
  return (last === 'key' || last === 'keys') && !words.includes('idempotency');
};

const redactText = (text: string): string => {
  const clean = forms.reduce((sofar, [form, instead]) => sofar.replace(form, instead), text.slice(0, longest * 4));
  return text.length > longest ? `${clean.slice(0, longest)}(of ${text.length} characters)` : clean;
};
