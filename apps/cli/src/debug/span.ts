import type { Millis } from '@switchyard/kernel';

const units: Record<string, Millis> = { s: 1_000, m: 60_000, h: 3_600_000 };
const longestMs: Millis = 86_400_000;

/** `30s`, `30m` or `2h` in milliseconds, a day at most; undefined for any other text. */
export const spanOf = (text: string): Millis | undefined => {
  const [, count = '', unit = ''] = /^(\d{1,5})([smh])$/.exec(text) ?? [];
  const span = Number(count) * (units[unit] ?? 0);
  return span > 0 && span <= longestMs ? span : undefined;
};
