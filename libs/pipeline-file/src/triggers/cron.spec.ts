import fc from 'fast-check';
import { mistakeInCron } from './cron.js';

const bounds = [
  [0, 59],
  [0, 23],
  [1, 28],
  [1, 12],
  [0, 7],
] as const;
const field = (least: number, most: number) => {
  const number = fc.integer({ min: least, max: most });
  const range = fc.tuple(number, number).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
  const step = fc.tuple(fc.oneof(fc.constant('*'), range), fc.integer({ min: 1, max: most }));
  const item = fc.oneof(
    number.map(String),
    range,
    fc.constant('*'),
    step.map(([from, by]) => `${from}/${by}`),
  );
  return fc.array(item, { minLength: 1, maxLength: 4 }).map(items => items.join(','));
};

describe('a cron expression', () => {
  it.each([
    '* * * * *',
    '*/5 0-23/2 1,15 JAN-MAR mon-fri',
    '0 0 29 2 *',
    '0 0 31 1-12 *',
    '0 0 31 2 MON',
    ' 0  4 * * 7 ',
    '@daily',
    '@yearly',
  ])('such as "%s" is right', text => {
    expect(mistakeInCron(text)).toBeUndefined();
  });

  it('of any numbers within their bounds is right', () => {
    const expressions = fc.tuple(...bounds.map(([least, most]) => field(least, most))).map(fields => fields.join(' '));
    fc.assert(fc.property(expressions, text => expect(mistakeInCron(text)).toBeUndefined()));
  });

  it('is a sentence where it is wrong, whatever it is', () => {
    const signs = fc.array(fc.constantFrom('*', '/', '-', ',', ' ', '0', '5', '99', '@', 'mon', 'x', '?', 'L', '#'), {
      maxLength: 30,
    });
    const texts = fc.oneof(
      fc.string({ maxLength: 60 }),
      signs.map(all => all.join('')),
    );
    fc.assert(
      fc.property(texts, text => {
        const mistake = mistakeInCron(text);
        if (mistake === undefined) expect(text.trim()).toMatch(/^(?:@\w+|[\w*/,-]+(?:\s+[\w*/,-]+){4})$/);
        else expect(mistake).toMatch(/\w{2}/);
      }),
      { numRuns: 500 },
    );
  });
});
