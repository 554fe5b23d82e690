import type { Entry, Located } from '../located.js';
import type { Report } from '../report.js';
import { type Reader, reader, wrong } from './reader.js';
import { text } from './scalars.js';

/** A name as processes know it, and the languages of expressions. */
export const variable = /^[A-Za-z_][A-Za-z0-9_]*$/;

const values = { type: ['string', 'number', 'boolean', 'null'] };

const schema = { type: 'object', propertyNames: { pattern: variable.source }, additionalProperties: values };

/** Names to text, as processes know it. */
export const environment: Reader<Record<string, string>> = reader(
  { schema, words: 'map of names to text' },
  (value, path, report) => {
    if (value.kind !== 'map') return wrong(value, path, report, 'a map of names to text');
    const honest = value.entries.filter(entry => variable.test(entry.key) || badVariable(entry, path, report));
    return textsIn(honest, path, report);
  },
);

const badVariable = ({ key, offset }: Entry, path: string, report: Report): undefined =>
  report.add(offset, path, {
    code: 'bad-variable',
    message: `${JSON.stringify(key)} is no name of an environment variable`,
    suggestion: 'use letters, digits and _, not a digit first',
  });

/** Any keys to text. */
export const texts: Reader<Record<string, string>> = reader(
  { schema: { type: 'object', additionalProperties: values }, words: 'map of text' },
  (value, path, report) =>
    value.kind === 'map' ? textsIn(value.entries, path, report) : wrong(value, path, report, 'a map of text'),
);

const textsIn = (entries: Entry[], path: string, report: Report): Record<string, string> => {
  const found: Record<string, string> = {};
  for (const { key, value } of entries) {
    const content = value.kind === 'scalar' && value.value === null ? '' : text(value, `${path}.${key}`, report);
    if (content?.includes('\0')) report.add(value.offset, `${path}.${key}`, holdsNul);
    else if (content !== undefined) found[key] = content;
  }
  return found;
};

const holdsNul = { code: 'bad-text', message: 'a value cannot hold a NUL character', suggestion: 'remove it' };

/** Any value, as plain data. */
export const anything: Reader<unknown> = reader({ schema: {}, words: 'anything' }, value => plain(value));

const plain = (value: Located): unknown => {
  if (value.kind === 'scalar') return value.value;
  if (value.kind === 'list') return value.items.map(plain);
  return Object.fromEntries(value.entries.map(({ key, value: one }) => [key, plain(one)]));
};
