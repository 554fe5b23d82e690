import { closest } from '../did-you-mean.js';
import { shortened } from '../located.js';
import type { Report } from '../report.js';
import { reader, type Reader, text } from '../shape.js';

/** The shape of a name of the IANA's list; what is in it, the machine knows. */
const shape = /^[A-Za-z][A-Za-z0-9_+-]{0,31}(?:\/[A-Za-z][A-Za-z0-9_+-]{0,31}){0,2}$/;

const isKnown = (zone: string): boolean => {
  try {
    return shape.test(zone) && new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

/** The zone of a city that stands alone, or the one that was nearly written. */
const nearest = (zone: string): string | undefined => {
  const all = Intl.supportedValuesOf('timeZone');
  const city = zone.toLowerCase().replaceAll(' ', '_');
  return all.find(one => one.toLowerCase().endsWith(`/${city}`)) ?? closest(zone, all);
};

const suggestionFor = (zone: string, report: Report): string => {
  const near = report.isFull ? undefined : nearest(zone.slice(0, 64));
  return near ? `did you mean ${near}?` : 'write a name of the IANA list, such as Europe/Berlin or UTC';
};

export const timeZone: Reader<string> = reader(
  { schema: { ...text.schema, pattern: shape.source }, words: 'IANA time zone' },
  (value, path, report) => {
    const found = text(value, path, report);
    if (found === undefined || isKnown(found)) return found;
    return report.add(value.offset, path, {
      code: 'bad-time-zone',
      message: `${JSON.stringify(shortened(found))} is no time zone`,
      suggestion: suggestionFor(found, report),
    });
  },
);
