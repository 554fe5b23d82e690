import { closest } from '../did-you-mean.js';
import { longestName } from '../limits.js';
import { describe, type Located } from '../located.js';
import type { Report } from '../report.js';
import { type Reader, reader, wrong } from './reader.js';

/** What YAML makes of a text that nobody quoted. */
const scalars = ['string', 'number', 'boolean'];

/** Numbers and booleans are taken as the text they are written as. */
export const text: Reader<string> = reader({ schema: { type: scalars }, words: 'text' }, (value, path, report) =>
  value.kind === 'scalar' && value.value !== null ? value.written : wrong(value, path, report, 'text'),
);

/** A text that is checked as a name (names.ts) once it is known whose. */
export const name: Reader<string> = reader(
  { schema: { type: scalars, minLength: 1, maxLength: longestName, pattern: '\\S' }, words: 'text' },
  text,
);

export const flag: Reader<boolean> = reader(
  { schema: { type: 'boolean' }, words: '`true` or `false`' },
  (value, path, report) =>
    value.kind === 'scalar' && typeof value.value === 'boolean'
      ? value.value
      : wrong(value, path, report, 'true or false'),
);

interface Numbers {
  least: number;
  most: number;
  isRight: (value: number) => boolean;
  what: string;
}

const numeric =
  ({ least, most, isRight, what }: Numbers) =>
  (value: Located, path: string, report: Report): number | undefined => {
    if (value.kind !== 'scalar' || typeof value.value !== 'number' || !isRight(value.value))
      return wrong(value, path, report, what);
    if (value.value >= least && value.value <= most) return value.value;
    const message = `${path} is ${value.value}, and must lie between ${least} and ${most}`;
    return report.add(value.offset, path, {
      code: 'out-of-range',
      message,
      suggestion: `write a number from ${least} to ${most}`,
    });
  };

export const whole = (least: number, most: number): Reader<number> =>
  reader(
    { schema: { type: 'integer', minimum: least, maximum: most }, words: `whole number, ${least} to ${most}` },
    numeric({ least, most, isRight: Number.isInteger, what: 'a whole number' }),
  );

export const numberFrom = (least: number, most: number): Reader<number> =>
  reader(
    { schema: { type: 'number', minimum: least, maximum: most }, words: `number, ${least} to ${most}` },
    numeric({ least, most, isRight: Number.isFinite, what: 'a number' }),
  );

/** @param listed the words to tell people, where there are more spellings than they need to know. */
export const oneOf = <Word extends string>(words: readonly Word[], listed: readonly Word[] = words): Reader<Word> => {
  // Nothing, as YAML knows it, is a word where it is written out.
  const schema = { enum: words.flatMap(word => (word === 'null' ? [word, null] : [word])) };
  return reader({ schema, words: listed.map(word => `\`${word}\``).join(', ') }, (value, path, report) => {
    const seen = value.kind === 'scalar' && value.written !== '' ? value.written : undefined;
    const found = words.find(word => word === seen);
    if (found !== undefined) return found;
    if (seen === undefined) return wrong(value, path, report, `one of ${listed.join(', ')}`);
    const near = report.isFull ? undefined : closest(seen, words);
    const message = `${path} is ${describe(value)}, and must be one of ${listed.join(', ')}`;
    return report.add(value.offset, path, {
      code: 'unknown-value',
      message,
      suggestion: near ? `did you mean ${near}?` : `write one of ${listed.join(', ')}`,
    });
  });
};
