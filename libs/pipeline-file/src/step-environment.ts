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
    if (value.kind !== 'map') return withTexts(environment(value, path, report));
    const [plain, marked] = parted(value.entries, ({ value: one }) => one.kind !== 'map');
    // The names are read as all names of variables are.
    const named = marked.map(entry => ({ ...entry, value: emptyAt(entry.value) }));
    const honest = Object.keys(environment({ ...value, entries: named }, path, report) ?? {});
    const secrets: Record<string, string> = {};
    for (const { key, value: one } of marked) {
      const secret = honest.includes(key) ? secretOf(one, join(path, key), report) : undefined;
      if (secret !== undefined) secrets[key] = secret;
    }
    const found = withTexts(environment({ ...value, entries: plain }, path, report));
    return found && { ...found, secrets };
  },
);

const withTexts = (texts: Record<string, string> | undefined): StepEnvironment | undefined =>
  texts && { texts, secrets: {} };

const emptyAt = ({ offset }: Located): Located => ({ kind: 'scalar', offset, value: '', written: '' });

const parted = (entries: Entry[], fits: (entry: Entry) => boolean): [Entry[], Entry[]] => [
  entries.filter(fits),
  entries.filter(entry => !fits(entry)),
];

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
