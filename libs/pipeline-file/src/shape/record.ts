import { closest } from '../did-you-mean.js';
import { type Entry, shortened } from '../located.js';
import type { Report } from '../report.js';
import { spellingsOf, usualSpelling } from './field.js';
import { type Field, type Fields, type Reader, reader, type RecordShape, wrong } from './reader.js';

type ValuesOf<Table extends Fields> = { [Key in keyof Table]?: Table[Key] extends Field<infer Value> ? Value : never };

/** What was found in a map with known keys, and where, for later findings. */
export interface Record_<Values> {
  values: Values;
  offset: number;
  /** Where each key's value stands. */
  at: (key: keyof Values) => number;
  /** The path of a key, as the file spells it. */
  path: (key: keyof Values) => string;
}

/** The plain values of a record that holds no further records. */
export const valuesOf = <Values extends object>(found: Record_<Values> | undefined): Partial<Values> =>
  found?.values ?? {};

type Facts = Pick<RecordShape, 'id' | 'what' | 'doc'> & Partial<Pick<RecordShape, 'rules'>>;

export const record = <Table extends Fields>(
  { rules = {}, ...facts }: Facts,
  fields: Table,
): Reader<Record_<ValuesOf<Table>>> => {
  const shape: RecordShape = { ...facts, fields, rules };
  const keys = keysOf(shape);
  const taken = { schema: { $ref: `#/$defs/${shape.id}` }, words: `[${shape.id}](#${shape.id})`, parts: [shape] };
  return reader(taken, (value, path, report) => {
    if (value.kind !== 'map') return wrong(value, path, report, `${shape.what} as lines of key: value`);
    const values: Record<string, unknown> = {};
    const places: Record<string, Entry> = {};
    for (const entry of value.entries) {
      const key = keys.of.get(entry.key);
      const field = key === undefined ? undefined : fields[key];
      if (key === undefined || !field) unknownKey(entry, path, report, { what: shape.what, ...keys });
      else if (key in places) anotherSpelling(entry, path, report);
      else {
        places[key] = entry;
        const found = field.read(entry.value, join(path, entry.key), report);
        if (found !== undefined) values[key] = found;
      }
    }
    return {
      values: values as ValuesOf<Table>,
      offset: value.offset,
      at: key => places[String(key)]?.value.offset ?? value.offset,
      path: key => join(path, places[String(key)]?.key ?? keys.usual.get(String(key)) ?? String(key)),
    };
  });
};

interface Keys {
  /** From every spelling to the key. */
  of: Map<string, string>;
  /** From the key to the spelling that people are told. */
  usual: Map<string, string>;
  /** What to tell where a key is like no other. */
  told: string[];
}

const keysOf = ({ fields }: RecordShape): Keys => {
  const table = Object.entries(fields);
  const told = table.filter(([, { about }]) => !about.long);
  return {
    of: new Map(table.flatMap(([key, field]) => spellingsOf(key, field).map(one => [one, key] as const))),
    usual: new Map(table.map(([key, field]) => [key, usualSpelling(key, field)])),
    told: (told.length > 0 ? told : table).map(([key, field]) => usualSpelling(key, field)),
  };
};

export const join = (path: string, key: string) => (path ? `${path}.${key}` : key);

const anotherSpelling = ({ key, offset }: Entry, path: string, report: Report): void => {
  report.add(offset, join(path, key), {
    code: 'duplicate-key',
    message: `${key} stands here already in another spelling`,
    suggestion: 'keep one of them',
  });
};

const unknownKey = (
  { key, offset }: Entry,
  path: string,
  report: Report,
  { what, of, usual, told }: Keys & { what: string },
): void => {
  // Told or not, finding the word that was meant takes its time.
  if (report.isFull) return;
  const near = closest(key, [...usual.values()]) ?? closest(key, [...of.keys()]);
  report.add(offset, join(path, key), {
    code: 'unknown-key',
    message: `${JSON.stringify(shortened(key))} is no key of ${what}`,
    suggestion: near ? `did you mean ${near}?` : `known keys are ${told.join(', ')}`,
  });
};
