import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BusUser } from './permissions.js';

export type Passwords = Record<string, string>;

/** One random password per user, the same at every start. */
export const readPasswords = async (directory: string, users: BusUser[]): Promise<Passwords> => {
  const file = join(directory, 'users.json');
  const known = await readFile(file, 'utf8').then(
    text => JSON.parse(text) as Passwords,
    () => ({}) as Passwords,
  );
  const passwords = Object.fromEntries(
    users.map(({ name }) => [name, known[name] ?? randomBytes(24).toString('base64url')]),
  );
  await writeFile(file, JSON.stringify(passwords, null, 2), { mode: 0o600 });
  return passwords;
};

export interface ConfigFacts {
  host: string;
  /** -1 = any free port. */
  port: number;
  storeDirectory: string;
  users: BusUser[];
  passwords: Passwords;
}

/** Output chunks are at most 256 KB; an execution with a thousand steps travels in one message. */
const largestMessage = 8 * 1_048_576;

/** The configuration of nats-server. Its format takes JSON. */
export const serverConfig = ({ host, port, storeDirectory, users, passwords }: ConfigFacts): string =>
  JSON.stringify(
    {
      host,
      port,
      // Asked whether it is well; any free port of this machine.
      http: '127.0.0.1:-1',
      server_name: 'switchyard',
      max_payload: largestMessage,
      max_pending: 64 * 1_048_576,
      jetstream: { store_dir: storeDirectory, max_memory_store: 0, max_file_store: 8 * 1_073_741_824 },
      authorization: {
        users: users.map(({ name, publish, subscribe, answers }) => ({
          user: name,
          password: passwords[name],
          permissions: {
            publish: { allow: publish },
            subscribe: { allow: subscribe },
            ...(answers ? { allow_responses: { max: 1, expires: '30s' } } : {}),
          },
        })),
      },
    },
    null,
    2,
  );
