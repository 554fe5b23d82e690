import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Something that only few files may hold. */
export interface Secret {
  name: string;
  value: string;
  /** Where it belongs, below the data directory. */
  home: RegExp;
}

/** Those of a platform: its token, the passwords of its bus, and a value that only its triggers hold. */
export const secretsOf = (data: string, value: string): Secret[] => {
  const passwords = JSON.parse(readFileSync(join(data, 'nats/users.json'), 'utf8')) as Record<string, string>;
  return [
    { name: 'the token', value: readFileSync(join(data, 'token'), 'utf8').trim(), home: /^(token|platform\.json)$/ },
    ...Object.entries(passwords).map(([user, password]) => ({
      ...{ name: `the bus password of ${user}`, value: password },
      home: /^nats\/(users\.json|nats\.conf)$/,
    })),
    { name: 'a value of a trigger', value, home: /^store\// },
  ];
};

/** No byte of a secret anywhere else, and nobody but the owner may read what holds one. */
export const noSecretElsewhere = (data: string, secrets: readonly Secret[]): string[] =>
  globSync('**/*', { cwd: data }).flatMap(path => {
    const facts = statSync(join(data, path), { throwIfNoEntry: false });
    if (!facts?.isFile()) return [];
    const text = readFileSync(join(data, path), 'latin1');
    return secrets.flatMap(({ name, value, home }) => {
      if (!text.includes(value)) return [];
      if (!home.test(path)) return [`${name} stands in ${path}`];
      return facts.mode & 0o077 && !privateAbove(data, path) ? [`others may read ${name} in ${path}`] : [];
    });
  });

/** A folder on the way that others may not enter. */
const privateAbove = (data: string, path: string): boolean =>
  path.split('/').some((_, index, parts) => !(statSync(join(data, ...parts.slice(0, index))).mode & 0o077));
