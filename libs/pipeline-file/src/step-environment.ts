import type { Entry, Located } from './located.js';
import type { Report } from './report.js';
import { secretName } from './secrets.js';
import { environment, join, reader, type Reader, variable } from './shape.js';

/** Variables of a step: those with a text, and those that are filled from a secret. */
export interface StepEnvironment {
  texts: Record<string, string>;
  secrets: Record<string, string>;
}

const fromSecret = {
  type: 'object',
  properties: { secret: secretName.schema },
  required: ['secret'],
  additionalProperties: false,
};

const schema = {
  type: 'object',
  propertyNames: { pattern: variable.source },
  additionalProperties: { anyOf: [environment.schema.additionalProperties, fromSecret] },
};

/** As every `env:`; in place of a text there may be `{ secret: NAME }`. */
export const stepEnvironment: Reader<StepEnvironment> = reader(
  { schema, words: 'map of names to text, or to `{ secret: NAME }`' },
  (value, path, report) => {
    const entries = value.kind === 'map' ? value.entries : [];
    const marked = entries.filter(({ value: one }) => one.kind === 'map');
    // Names are read as those of all variables are; what is marked has an empty text meanwhile.
    const named = value.kind === 'map' ? { ...value, entries: entries.map(unmarked) } : value;
    const read = environment(named, path, report);
    if (!read) return undefined;
    const secrets: Record<string, string> = {};
    for (const { key, value: one } of marked.filter(({ key }) => Object.hasOwn(read, key))) {
      const secret = secretOf(one, join(path, key), report);
      if (secret !== undefined) secrets[key] = secret;
    }
    const isText = ([name]: [string, string]) => !marked.some(({ key }) => key === name);
    return { texts: Object.fromEntries(Object.entries(read).filter(isText)), secrets };
  },
);

const unmarked = (entry: Entry): Entry => {
  const { kind, offset } = entry.value;
  return kind === 'map' ? { ...entry, value: { kind: 'scalar', offset, value: '', written: '' } } : entry;
};

const secretOf = (value: Located, path: string, report: Report): string | undefined => {
  const entries = value.kind === 'map' ? value.entries : [];
  const [only] = entries;
  if (entries.length === 1 && only?.key === 'secret') return secretName(only.value, join(path, 'secret'), report);
  return report.add(value.offset, path, {
    code: 'wrong-type',
    message: `${path} must be text, or name a secret`,
    suggestion: 'write a text, or { secret: NAME }',
  });
};
