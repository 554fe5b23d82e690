import { byKind, reader, type Reader, textLike, turned, variable, wrong, distinct, join } from './shape.js';

const mostSecrets = 100;

const inEnvironment = textLike({
  pattern: variable,
  code: 'bad-variable',
  what: 'name of an environment variable',
  suggestion: 'write a map of a variable to its secret, such as TOKEN: npm.token',
  words: 'name',
});

export const secretName = textLike({
  pattern: /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$/,
  code: 'bad-secret',
  what: 'name of a secret',
  suggestion: 'use at most 100 letters, digits, dots, dashes and _',
  words: 'name',
});

const names = turned(distinct(inEnvironment, { most: mostSecrets, what: 'a secret' }), found =>
  Object.fromEntries(found.map(one => [one, one])),
);

const mapped: Reader<Record<string, string>> = reader(
  {
    schema: {
      type: 'object',
      propertyNames: { pattern: variable.source },
      additionalProperties: secretName.schema,
      maxProperties: mostSecrets,
    },
    words: 'map of variables to names',
  },
  (value, path, report) => {
    if (value.kind !== 'map') return wrong(value, path, report, 'a map of variables to secrets');
    if (value.entries.length > mostSecrets)
      report.add(value.offset, path, {
        code: 'too-many',
        message: `${path} names ${value.entries.length} secrets, and ${mostSecrets} is the most`,
        suggestion: 'name fewer',
      });
    const found: Record<string, string> = {};
    for (const { key, offset, value: one } of value.entries) {
      const at = join(path, key);
      const own = inEnvironment({ kind: 'scalar', offset, value: key, written: key }, path, report);
      const secret = secretName(one, at, report);
      if (own !== undefined && secret !== undefined) found[own] = secret;
    }
    return found;
  },
);

/** Names of secrets that are variables of the same name, or variables and the secrets they are filled from. */
export const secrets: Reader<Record<string, string>> = byKind(
  { scalar: names, list: names, map: mapped },
  'names of secrets, or a map of variables to secrets',
);
