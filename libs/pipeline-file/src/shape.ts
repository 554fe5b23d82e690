import { closest } from './did-you-mean.js';
import { longestTimeoutSeconds } from './limits.js';
import { describe, type Entry, type Located, shortened } from './located.js';
import type { Report } from './report.js';

/** Reads a value of one shape; undefined after a finding. */
export type Read<Value> = (value: Located, path: string, report: Report) => Value | undefined;

export const wrong = (value: Located, path: string, report: Report, wanted: string): undefined =>
  report.add(value.offset, path, {
    code: 'wrong-type',
    message: `${path || 'the file'} must be ${wanted}, and is ${describe(value)}`,
    suggestion: `write ${wanted}`,
  });

/** Numbers and booleans are taken as the text they are written as. */
export const text: Read<string> = (value, path, report) =>
  value.kind === 'scalar' && value.value !== null ? value.written : wrong(value, path, report, 'text');

export const flag: Read<boolean> = (value, path, report) =>
  value.kind === 'scalar' && typeof value.value === 'boolean'
    ? value.value
    : wrong(value, path, report, 'true or false');

export const whole =
  (least: number, most: number): Read<number> =>
  (value, path, report) => {
    if (value.kind !== 'scalar' || typeof value.value !== 'number' || !Number.isInteger(value.value))
      return wrong(value, path, report, 'a whole number');
    if (value.value >= least && value.value <= most) return value.value;
    const message = `${path} is ${value.value}, and must lie between ${least} and ${most}`;
    return report.add(value.offset, path, {
      code: 'out-of-range',
      message,
      suggestion: `write a number from ${least} to ${most}`,
    });
  };

const units: Record<string, number> = { ms: 0.001, s: 1, m: 60, h: 3_600, d: 86_400 };

const secondsOf = (value: Located): number | undefined => {
  if (value.kind !== 'scalar') return undefined;
  if (typeof value.value === 'number') return Number.isFinite(value.value) ? value.value : undefined;
  const [, amount, unit] = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h|d)?$/.exec(value.written) ?? [];
  return amount === undefined ? undefined : Number(amount) * (units[unit ?? 's'] ?? 1);
};

/** A number of seconds, or text such as `90s`, `10m`, `2h`. */
export const seconds =
  (least: number): Read<number> =>
  (value, path, report) => {
    const found = secondsOf(value);
    if (found === undefined) return wrong(value, path, report, 'a time such as 90 (seconds), 90s, 10m or 2h');
    if (found >= least && found <= longestTimeoutSeconds) return found;
    const message = `${path} is ${found} s, and must lie between ${least} s and ${longestTimeoutSeconds} s (seven days)`;
    return report.add(value.offset, path, { code: 'out-of-range', message, suggestion: 'write a time such as 10m' });
  };

/** @param listed the words to tell people, where there are more spellings than they need to know. */
export const oneOf =
  <Word extends string>(words: readonly Word[], listed: readonly Word[] = words): Read<Word> =>
  (value, path, report) => {
    const seen = value.kind === 'scalar' && value.written !== '' ? value.written : undefined;
    const found = words.find(word => word === seen);
    if (found !== undefined) return found;
    if (seen === undefined) return wrong(value, path, report, `one of ${listed.join(', ')}`);
    const near = closest(seen, words);
    const message = `${path} is ${describe(value)}, and must be one of ${listed.join(', ')}`;
    return report.add(value.offset, path, {
      code: 'unknown-value',
      message,
      suggestion: near ? `did you mean ${near}?` : `write one of ${listed.join(', ')}`,
    });
  };

export const listOf =
  <Item>(item: Read<Item>): Read<Item[]> =>
  (value, path, report) => {
    if (value.kind !== 'list') return wrong(value, path, report, 'a list');
    return value.items.map((one, index) => item(one, `${path}[${index}]`, report)).filter(one => one !== undefined);
  };

/** One value, or a list of them. */
export const oneOrMore =
  <Item>(item: Read<Item>): Read<Item[]> =>
  (value, path, report) => {
    if (value.kind === 'list') return listOf(item)(value, path, report);
    const one = item(value, path, report);
    return one === undefined ? undefined : [one];
  };

const variable = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Names to text, as processes know it. */
export const environment: Read<Record<string, string>> = (value, path, report) => {
  if (value.kind !== 'map') return wrong(value, path, report, 'a map of names to text');
  const found: Record<string, string> = {};
  for (const { key, offset, value: one } of value.entries) {
    if (!variable.test(key)) {
      const message = `${JSON.stringify(key)} is no name of an environment variable`;
      report.add(offset, path, {
        code: 'bad-variable',
        message,
        suggestion: 'use letters, digits and _, not a digit first',
      });
      continue;
    }
    const content = one.kind === 'scalar' && one.value === null ? '' : text(one, `${path}.${key}`, report);
    if (content?.includes('\0'))
      report.add(one.offset, `${path}.${key}`, {
        code: 'bad-text',
        message: 'a value cannot hold a NUL character',
        suggestion: 'remove it',
      });
    else if (content !== undefined) found[key] = content;
  }
  return found;
};

/** Any value, as plain data. */
export const anything: Read<unknown> = value => plain(value);

const plain = (value: Located): unknown => {
  if (value.kind === 'scalar') return value.value;
  if (value.kind === 'list') return value.items.map(plain);
  return Object.fromEntries(value.entries.map(({ key, value: one }) => [key, plain(one)]));
};

export interface Field<Value> {
  read: Read<Value>;
  /** Other spellings of the key. */
  also?: string[];
}

export const field = <Value>(read: Read<Value>, ...also: string[]): Field<Value> => ({ read, also });

export type Fields = Record<string, Field<unknown>>;
type ValuesOf<Table extends Fields> = { [Key in keyof Table]?: Table[Key] extends Field<infer Value> ? Value : never };

/** A map with known keys. What was found, with the offset of each key for later findings. */
export interface Record_<Values> {
  values: Values;
  offset: number;
  /** Where each key's value stands. */
  at: (key: keyof Values) => number;
}

/** What a reader finds. */
export type Found<Shape> = Shape extends Read<infer Value> ? Value : never;

/** The plain values of a record that holds no further records. */
export const valuesOf = <Values extends object>(found: Record_<Values> | undefined): Partial<Values> =>
  found?.values ?? {};

export const record = <Table extends Fields>(table: Table, what: string): Read<Record_<ValuesOf<Table>>> => {
  const keyOf = new Map(
    Object.entries(table).flatMap(([key, { also = [] }]) => [key, ...also].map(one => [one, key] as const)),
  );
  const known = { what, spellings: [...keyOf.keys()], usual: Object.entries(table).map(usualSpelling) };
  return (value, path, report) => {
    if (value.kind !== 'map') return wrong(value, path, report, `${what} as lines of key: value`);
    const values: Record<string, unknown> = {};
    const places: Record<string, number> = {};
    for (const entry of value.entries) {
      const key = keyOf.get(entry.key);
      const field = key === undefined ? undefined : table[key];
      if (key === undefined || !field) unknownKey(entry, path, report, known);
      else if (key in places) anotherSpelling(entry, path, report);
      else {
        places[key] = entry.value.offset;
        const found = field.read(entry.value, join(path, entry.key), report);
        if (found !== undefined) values[key] = found;
      }
    }
    return { values: values as ValuesOf<Table>, offset: value.offset, at: key => places[String(key)] ?? value.offset };
  };
};

const usualSpelling = ([key, { also }]: [string, Field<unknown>]) => also?.at(-1) ?? key;

interface Known {
  what: string;
  spellings: string[];
  /** One spelling of each key. */
  usual: string[];
}

export const join = (path: string, key: string) => (path ? `${path}.${key}` : key);

const anotherSpelling = ({ key, offset }: Entry, path: string, report: Report): void => {
  report.add(offset, join(path, key), {
    code: 'duplicate-key',
    message: `${key} stands here already in another spelling`,
    suggestion: 'keep one of them',
  });
};

const unknownKey = ({ key, offset }: Entry, path: string, report: Report, known: Known): void => {
  const near = closest(key, known.spellings);
  report.add(offset, join(path, key), {
    code: 'unknown-key',
    message: `${JSON.stringify(shortened(key))} is no key of ${known.what}`,
    suggestion: near ? `did you mean ${near}?` : `known keys are ${known.usual.join(', ')}`,
  });
};
