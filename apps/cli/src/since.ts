import { isoTime, type Millis } from '@switchyard/kernel';

const units: Record<string, Millis> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/** A date alone is the start of its day in UTC; a time without a zone is one of this machine's. */
const iso = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/** The moment that `90s`, `30m`, `1h`, `2d` ago or a time in ISO 8601 names; undefined for any other text. */
export const sinceOf = (text: string, now: Millis): string | undefined => {
  const [, count, unit] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  const at = unit === undefined ? written(text) : now - Number(count) * (units[unit] ?? 0);
  return at < 8.64e15 ? isoTime(Math.max(0, at)) : undefined;
};

const written = (text: string): Millis => (iso.test(text) ? Date.parse(text) : NaN);
