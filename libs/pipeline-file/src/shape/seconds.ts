import { longestTimeoutSeconds } from '../limits.js';
import type { Located } from '../located.js';
import { type Reader, reader, wrong } from './reader.js';

const units: Record<string, number> = { ms: 0.001, s: 1, m: 60, h: 3_600, d: 86_400 };

/** No more digits than the longest time has, in each unit. */
const writtenUpTo = (most: number): string =>
  Object.entries(units)
    .map(([unit, size]) => `\\d{1,${Math.min(9, String(Math.floor(most / size)).length)}}(?:\\.\\d{1,3})?${unit}`)
    .map(one => (one.endsWith('s') && !one.endsWith('ms') ? `${one}?` : one))
    .join('|');

const secondsOf = (value: Located): number | undefined =>
  value.kind === 'scalar' ? secondsIn(value.value, value.written) : undefined;

/** The time a value says: a number of seconds, or a text such as `10m`. */
export const secondsIn = (value: unknown, written: string): number | undefined => {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  const [, amount, unit] = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h|d)?$/.exec(written) ?? [];
  return amount === undefined ? undefined : Number(amount) * (units[unit ?? 's'] ?? 1);
};

const schemaOf = (least: number, most: number) => ({
  anyOf: [
    { type: 'number', minimum: least, maximum: most },
    { type: 'string', pattern: `^${least > 0 ? '(?!0+(?:\\.0+)?[a-z]*$)' : ''}0*(?:${writtenUpTo(most)})$` },
  ],
});

const daysIn = (time: number) => (time === longestTimeoutSeconds ? 'seven' : Math.floor(time / 86_400));

/** A number of seconds, or text such as `90s`, `10m`, `2h`. */
export const seconds = (least: number, most = longestTimeoutSeconds): Reader<number> =>
  reader({ schema: schemaOf(least, most), words: 'time' }, (value, path, report) => {
    const found = secondsOf(value);
    if (found === undefined) return wrong(value, path, report, 'a time such as 90 (seconds), 90s, 10m or 2h');
    if (found >= least && found <= most) return found;
    const message = `${path} is ${found} s, and must lie between ${least} s and ${most} s (${daysIn(most)} days)`;
    return report.add(value.offset, path, { code: 'out-of-range', message, suggestion: 'write a time such as 10m' });
  });
