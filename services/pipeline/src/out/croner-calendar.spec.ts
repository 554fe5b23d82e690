import { parsePipeline } from '@switchyard/pipeline-file';
import fc from 'fast-check';
import { CronerCalendar } from './croner-calendar.js';

const calendar = new CronerCalendar();
const at = (text: string) => Date.parse(text);

/** The next ticks from a moment on. */
const ticks = (cron: string, zone: string, from: string, count: number): string[] => {
  const out: string[] = [];
  let moment: number | undefined = at(from);
  while (out.length < count) {
    moment = calendar.after(cron, zone, moment);
    if (moment === undefined) break;
    out.push(`${new Date(moment).toISOString().slice(5, 16)}Z`);
  }
  return out;
};

describe('the calendar', () => {
  it.each([
    // Clocks go from 2:00 to 3:00, so 2:30 is not there on that day.
    ['Europe/Berlin', '30 2 * * *', '2027-03-27T00:00:00Z', ['03-27T01:30Z', '03-28T01:00Z', '03-29T00:30Z']],
    ['America/New_York', '30 2 * * *', '2027-03-13T00:00:00Z', ['03-13T07:30Z', '03-14T07:00Z', '03-15T06:30Z']],
    // Clocks go back, so 2:30 and 1:30 come twice.
    ['Europe/Berlin', '30 2 * * *', '2026-10-24T00:00:00Z', ['10-24T00:30Z', '10-25T00:30Z', '10-26T01:30Z']],
    ['America/New_York', '30 1 * * *', '2026-10-31T00:00:00Z', ['10-31T05:30Z', '11-01T05:30Z', '11-02T06:30Z']],
  ])('in %s has a fixed time once on each day, %s from %s on', (zone, cron, from, expected) => {
    expect(ticks(cron, zone, from, 3)).toEqual(expected);
  });

  it.each([
    ['2026-10-24T22:30:00Z', ['10-24T23:00Z', '10-25T00:00Z', '10-25T01:00Z', '10-25T02:00Z']],
    ['2027-03-27T22:30:00Z', ['03-27T23:00Z', '03-28T00:00Z', '03-28T01:00Z', '03-28T02:00Z']],
  ])('has every hour once, also when clocks change after %s', (from, expected) => {
    expect(ticks('0 * * * *', 'Europe/Berlin', from, 4)).toEqual(expected);
  });

  it('knows the short names', () => {
    expect(ticks('@daily', 'Asia/Kolkata', '2026-11-23T12:00:00Z', 1)).toEqual(['11-23T18:30Z']);
  });

  it.each([
    ['0 0 30 2 *', 'UTC'],
    ['* * * * * *', 'UTC'],
    ['nonsense', 'UTC'],
    ['* * * * *', 'Mars/Olympus'],
  ])('is never due for %s in %s', (cron, zone) => {
    expect(calendar.after(cron, zone, at('2026-11-23T12:00:00Z'))).toBeUndefined();
    expect(calendar.before(cron, zone, at('2026-11-23T12:00:00Z'))).toBeUndefined();
  });

  it('finds backwards what it finds forwards, in every zone and around every change of the clock', () => {
    const minutes = fc.constantFrom('*', '*/15', '0', '30', '5,35');
    const hours = fc.constantFrom('*', '*/3', '1', '2', '1-3');
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe');
    const days = fc.constantFrom('2026-10-25', '2027-03-28', '2026-11-01', '2027-03-14', '2027-04-03', '2026-07-01');
    const within = fc.integer({ min: -20 * 60, max: 26 * 60 });
    fc.assert(
      fc.property(minutes, hours, zones, days, within, (minute, hour, zone, day, offset) => {
        const cron = `${minute} ${hour} * * *`;
        const first = calendar.after(cron, zone, at(`${day}T00:00:00Z`) + offset * 60_000);
        if (first === undefined) throw new Error('never due');
        const second = calendar.after(cron, zone, first);
        expect(calendar.before(cron, zone, (second ?? 0) - 1)).toBe(first);
        expect(calendar.before(cron, zone, second ?? 0)).toBe(first);
        expect(calendar.before(cron, zone, (second ?? 0) + 1)).toBe(second);
      }),
      { numRuns: 500 },
    );
  });
});

describe('every expression a pipeline file may hold', () => {
  const numbers = (least: number, most: number) => {
    const one = fc.integer({ min: least, max: most });
    const range = fc.tuple(one, one).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
    const step = fc.integer({ min: 1, max: most });
    return fc
      .array(
        fc.oneof(
          fc.constant('*'),
          one.map(String),
          range,
          fc.tuple(range, step).map(([r, s]) => `${r}/${s}`),
        ),
        {
          minLength: 1,
          maxLength: 3,
        },
      )
      .map(items => items.join(','));
  };
  const words = fc.constantFrom('jan', 'FEB', 'mar-dec', '*/5');
  const weekdays = fc.oneof(numbers(0, 7), fc.constantFrom('mon', 'MON-fri', 'sun,sat', '*'));
  const months = fc.oneof(numbers(1, 12), words);
  const five = fc.tuple(numbers(0, 59), numbers(0, 23), numbers(1, 31), months, weekdays).map(all => all.join(' '));
  const nicknames = fc.constantFrom('@hourly', '@daily', '@weekly', '@monthly', '@yearly', '@annually');

  it('is due some day', () => {
    fc.assert(
      fc.property(fc.oneof(five, nicknames), cron => {
        const yaml = `name: a\non:\n  schedule: '${cron}'\nsteps:\n  - { name: b, run: c }\n`;
        const { model } = parsePipeline(yaml);
        fc.pre(model !== undefined);
        expect(calendar.after(cron, 'UTC', at('2026-11-23T12:00:00Z'))).toBeDefined();
      }),
      { numRuns: 1_000 },
    );
  });
});
