import type { Millis } from './clock.js';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * A sortable id of 26 characters: 48 bits of time and 80 bits of chance in Crockford's base 32, lower case.
 * The layout is that of ULID (github.com/ulid/spec).
 * @param chance 16 random bytes; ten are used.
 */
export const sortableId = (at: Millis, chance: Uint8Array): string => {
  let time = '';
  for (let rest = at, i = 0; i < 10; i += 1, rest = Math.floor(rest / 32)) time = (alphabet[rest % 32] ?? '') + time;
  let random = '';
  for (let i = 0; i < 16; i += 1) random += alphabet[(chance[i] ?? 0) & 31];
  return time + random;
};

/** Whether `text` has the shape of {@link sortableId}. */
export const isSortableId = (text: string): boolean => /^[0-9a-hjkmnp-tv-z]{26}$/.test(text);

/** Lower-case words of `name` joined by `-`, at most `length` characters; `fallback` when nothing is left. */
export const slugOf = (name: string, fallback: string, length = 48): string => {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, length)
    .replace(/^-+|-+$/g, '');
  return slug || fallback;
};
