import type { TriggerModel } from '../model.js';
import type { Report } from '../report.js';
import {
  byKind,
  field,
  type Found,
  listOf,
  type Place,
  reader,
  type Reader,
  record,
  text,
  texts,
  turned,
} from '../shape.js';
import { mistakeInCron, nicknames } from './cron.js';
import { type Listening, listening, together } from './placed.js';
import { timeZone } from './time-zone.js';

export const cron: Reader<string> = reader(
  {
    schema: { ...text.schema, pattern: `^\\s*(?:${nicknames.join('|')}|[^\\s@]+(?:\\s+\\S+){4})\\s*$` },
    words: 'cron expression',
  },
  (value, path, report) => {
    const found = text(value, path, report);
    const mistake = found === undefined ? undefined : mistakeInCron(found);
    if (mistake === undefined) return found?.trim();
    return report.add(value.offset, path, {
      code: 'bad-cron',
      message: `${path} says no time: ${mistake}`,
      suggestion: "write five fields such as '30 4 * * 1-5' (minute hour day month weekday), or @daily",
    });
  },
);

const terms = record(
  {
    id: 'schedule',
    what: 'a schedule (cron, time-zone, branch, inputs)',
    doc: 'Starts at times of the clock. A cron expression alone is one in UTC.',
    rules: { required: ['cron'] },
  },
  {
    cron: field(cron, {
      doc: `When: minute, hour, day, month, weekday; or ${nicknames.map(one => `\`${one}\``).join(', ')}.`,
      example: "'30 4 * * 1-5'",
    }),
    timeZone: field(timeZone, { doc: 'Whose clock.', default: 'UTC', example: 'Europe/Berlin' }),
    branch: field(text, { doc: 'The branch it builds.', absent: 'none', example: 'main' }),
    inputs: field(texts, {
      doc: 'Values of the inputs of `manual`.',
      absent: 'their defaults',
      example: '{ target: staging }',
    }),
  },
);

interface Times {
  cron: string | undefined;
  timeZone?: string | undefined;
  branch?: string | undefined;
  inputs?: Record<string, string> | undefined;
}

/** @param key what to add where the times are missing */
export const scheduleOf = (
  { cron: times, timeZone: zone = 'UTC', branch, inputs = {} }: Times,
  { offset, path }: Place,
  key: string,
  report: Report,
): TriggerModel | undefined => {
  if (times !== undefined)
    return { type: 'schedule', cron: times, timeZone: zone, ...(branch === undefined ? {} : { branch }), inputs };
  if (report.concerns(`${path}.${key}`)) return undefined;
  return report.add(offset, path, {
    code: 'no-times',
    message: 'a schedule has no times',
    suggestion: `add ${key}: such as '30 4 * * 1-5' (minute hour day month weekday), or @daily`,
  });
};

const fromTerms = ({ values }: Found<typeof terms>, place: Place, report: Report): Listening | undefined => {
  const trigger = scheduleOf({ ...values, cron: values.cron }, place, 'cron', report);
  return trigger && listening(trigger, place);
};

const one = {
  scalar: turned(cron, (times, place) =>
    listening({ type: 'schedule', cron: times, timeZone: 'UTC', inputs: {} }, place),
  ),
  map: turned(terms, fromTerms),
};
const wanted = 'a cron expression, or a schedule as lines of key: value';

export const schedules: Reader<Listening> = byKind(
  { ...one, list: turned(listOf(byKind(one, wanted)), together) },
  wanted,
);
