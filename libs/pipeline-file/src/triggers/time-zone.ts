import { closest } from '../did-you-mean.js';
import { shortened } from '../located.js';
import { reader, type Reader, text } from '../shape.js';

/** The shape of a name of the IANA's list; what is in it, the machine knows. */
const shape = /^[A-Za-z][A-Za-z0-9_+-]{0,31}(?:\/[A-Za-z][A-Za-z0-9_+-]{0,31}){0,2}$/;

/** Looked up once: the machine takes its time to say. */
let listed: ReadonlySet<string> | undefined;
const zones = (): ReadonlySet<string> => (listed ??= new Set(Intl.supportedValuesOf('timeZone')));

/** The list has one name for each zone, and there are older ones. */
const isKnown = (zone: string): boolean => {
  if (!shape.test(zone) || zones().has(zone)) return shape.test(zone);
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

/** The zone of a city that stands alone, or the one that was nearly written. */
const nearest = (zone: string): string | undefined => {
  const all = [...zones()];
  const city = zone.toLowerCase().replaceAll(' ', '_');
  return all.find(one => one.toLowerCase().endsWith(`/${city}`)) ?? closest(zone, all);
};

const suggestionFor = (zone: string): string => {
  const near = nearest(zone.slice(0, 40));
  return near ? `did you mean ${near}?` : 'write a name of the IANA list, such as Europe/Berlin or UTC';
};

export const timeZone: Reader<string> = reader(
  { schema: { ...text.schema, pattern: shape.source }, words: 'IANA time zone' },
  (value, path, report) => {
    const found = text(value, path, report);
    // Nothing more would be told, and to look takes its time.
    if (found === undefined || report.isFull || isKnown(found)) return found;
    return report.add(value.offset, path, {
      code: 'bad-time-zone',
      message: `${JSON.stringify(shortened(found))} is no time zone`,
      suggestion: suggestionFor(found),
    });
  },
);
