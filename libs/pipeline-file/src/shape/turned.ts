import { type Located, shortened } from '../located.js';
import type { Report } from '../report.js';
import { either, type Reader, reader, type Schema, wrong } from './reader.js';
import { text } from './scalars.js';

export interface Place {
  offset: number;
  path: string;
}

/** What a reader found, made into what the model has; undefined after a finding. */
export const turned = <From, To>(
  from: Reader<From>,
  turn: (found: From, place: Place, report: Report) => To | undefined,
): Reader<To> =>
  reader(from, (value, path, report) => {
    const found = from(value, path, report);
    return found === undefined ? undefined : turn(found, { offset: value.offset, path }, report);
  });

/** A reader for each kind of value; a kind without one is a finding that says what is wanted. */
export const byKind = <Value>(
  readers: Partial<Record<Located['kind'], Reader<Value>>>,
  wanted: string,
): Reader<Value> => {
  return reader(either(Object.values(readers)), (value, path, report) => {
    const isNothing = value.kind === 'scalar' && value.value === null;
    const chosen = isNothing ? undefined : readers[value.kind];
    return chosen ? chosen(value, path, report) : wrong(value, path, report, wanted);
  });
};

/** Nothing, or what the reader reads: `push:` with nothing behind it says enough. */
export const orNothing = <Value>(from: Reader<Value>, nothing: Value): Reader<Value> =>
  reader(either([{ schema: { type: 'null' }, words: 'nothing', parts: [] }, from]), (value, path, report) =>
    value.kind === 'scalar' && value.value === null ? nothing : from(value, path, report),
  );

interface Kind {
  pattern: RegExp;
  code: string;
  /** As in: "x" is no `name of a pool`. */
  what: string;
  suggestion: string;
  words?: string;
}

/** Text of one form. */
export const textLike = ({ pattern, code, what, suggestion, words = text.words }: Kind): Reader<string> => {
  const schema: Schema = { ...text.schema, pattern: pattern.source };
  return reader({ schema, words }, (value, path, report) => {
    const found = text(value, path, report);
    if (found === undefined || pattern.test(found)) return found;
    const message = `${JSON.stringify(shortened(found))} is no ${what}`;
    return report.add(value.offset, path, { code, message, suggestion });
  });
};

export const slug = (what: string, code: string): Reader<string> =>
  textLike({
    pattern: /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
    code,
    what,
    suggestion: 'use lower-case letters, digits and dashes',
  });
