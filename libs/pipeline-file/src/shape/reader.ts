import { describe, type Located } from '../located.js';
import type { Report } from '../report.js';

/** Reads a value of one shape; undefined after a finding. */
export type Read<Value> = (value: Located, path: string, report: Report) => Value | undefined;

/** A JSON Schema, draft 2020-12 (json-schema.org). */
export type Schema = Readonly<Record<string, unknown>>;

/** What a reader takes: to editors and to people. */
export interface Taken {
  schema: Schema;
  /** As the reference says it, such as `a list of text`. */
  words: string;
  /** Records it is made of, which the reference and the schema describe apart. */
  parts: readonly RecordShape[];
}

/** A reader that says what it takes. */
export interface Reader<Value> extends Read<Value>, Readonly<Taken> {}

/** What the reference, the schema and editors say of a key. */
export interface About {
  doc: string;
  /** The value it has where the key is absent. */
  default?: string | number | boolean;
  /** What holds where the key is absent, when that is no fixed value. */
  absent?: string;
  /** A value, as YAML. */
  example?: string;
  /** A key of the long form: the short one says it in another way. */
  long?: true;
}

export interface Field<Value> {
  read: Reader<Value>;
  about: About;
  /** Other spellings of the key than its words joined in three ways. */
  also: string[];
}

export type Fields = Record<string, Field<unknown>>;

/** A map with known keys, as the reference and the schema describe it. */
export interface RecordShape {
  /** A lower-case word, unique in the language. */
  id: string;
  /** As findings call it. */
  what: string;
  doc: string;
  fields: Fields;
  /** More than keys and their values say, as JSON Schema. */
  rules: Schema;
}

/** What a reader finds. */
export type Found<Shape> = Shape extends Read<infer Value> ? Value : never;

export const reader = <Value>(
  { schema, words, parts = [] }: Omit<Taken, 'parts'> & Partial<Pick<Taken, 'parts'>>,
  read: Read<Value>,
): Reader<Value> =>
  // A function of its own: what is read may be a reader already, with words of its own.
  Object.assign<Read<Value>, Taken>((value, path, report) => read(value, path, report), { schema, words, parts });

/** What one of several readers takes, said once. */
export const either = (all: readonly Taken[]): Taken => {
  const schemas = all.flatMap(({ schema }) => (isChoice(schema) ? schema.anyOf : [schema]));
  const told = [...new Set(all.map(one => one.words))];
  const list = `list of ${told.slice(0, -1).join(', or ')}`;
  const words = told.map(one => (one === list ? 'a list of these' : one));
  return {
    schema: { anyOf: [...new Map(schemas.map(one => [JSON.stringify(one), one])).values()] },
    // `x, or a list` says `x` as well.
    words: words.filter(one => !words.some(other => other.startsWith(`${one}, or `))).join(', or '),
    parts: all.flatMap(({ parts }) => parts),
  };
};

const isChoice = (schema: Schema): schema is { anyOf: Schema[] } =>
  Array.isArray(schema['anyOf']) && Object.keys(schema).length === 1;

export const wrong = (value: Located, path: string, report: Report, wanted: string): undefined =>
  report.add(value.offset, path, {
    code: 'wrong-type',
    message: `${path || 'the file'} must be ${wanted}, and is ${describe(value)}`,
    suggestion: `write ${wanted}`,
  });
