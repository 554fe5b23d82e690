import type { YardClient } from '@switchyard/client';
import type { UserView } from '@switchyard/contracts';
import { isSortableId } from '@switchyard/kernel';
import { exit, Stop } from '../exit.js';
import { mustRun } from '../platform/connect.js';
import { plain } from '../view/clean.js';
import { table } from '../view/table.js';
import type { Terminal } from '../view/terminal.js';

interface Options {
  json: boolean;
  data?: string;
}

/** The API gives at most so many at once. */
const mostAtOnce = 200;

const everybody = async ({ people }: YardClient): Promise<UserView[]> => {
  const users: UserView[] = [];
  let after: string | undefined;
  do {
    const page = await people.list({ limit: mostAtOnce, ...(after === undefined ? {} : { after }) });
    users.push(...page.users);
    after = page.next;
  } while (after !== undefined);
  return users;
};

/** By id, or by login. */
const userNamed = async (client: YardClient, word: string): Promise<string> => {
  if (isSortableId(word)) return word;
  const found = (await everybody(client)).find(({ login }) => login === word);
  if (found) return found.id;
  throw new Stop(exit.badInput, `there is nobody with the login ${plain(word)}`, ['all of them: yard users list']);
};

export const listUsers = async (terminal: Terminal, { json, data }: Options): Promise<number> => {
  const { client } = await mustRun(data);
  const users = await everybody(client);
  const head = ['user', 'login', 'name', 'second factor', 'state', 'since'];
  if (json) terminal.json(users);
  else if (users.length === 0) terminal.line('nobody can sign in yet; yard up prints the link of the owner');
  else for (const line of table(head, users.map(rowOf))) terminal.line(line);
  return exit.success;
};

const rowOf = ({ id, login, name, totp, disabled, createdAt }: UserView): string[] => [
  id,
  plain(login),
  plain(name),
  totp ? 'on' : 'off',
  disabled ? 'shut out' : 'active',
  createdAt,
];

/** Shuts somebody out, or lets them in again. */
export const switchUser = async (
  terminal: Terminal,
  word: string,
  disabled: boolean,
  { json, data }: Options,
): Promise<number> => {
  const { client } = await mustRun(data);
  const user = await client.people.setDisabled(await userNamed(client, word), disabled);
  if (json) terminal.json(user);
  else terminal.line(`${plain(user.login)} ${disabled ? 'is shut out' : 'may sign in'}`);
  return exit.success;
};

/** A link by which one more user comes, once. */
export const inviteUser = async (
  terminal: Terminal,
  { administrator, json, data }: Options & { administrator: boolean },
): Promise<number> => {
  const { client } = await mustRun(data);
  const link = await client.people.invite(administrator);
  if (json) terminal.json(link);
  else {
    terminal.line(`${client.url}${plain(link.path)}`);
    terminal.note(`until ${plain(link.expiresAt)}; ${plain(link.message)}`);
  }
  return exit.success;
};

export const listAdministrators = async (terminal: Terminal, { json, data }: Options): Promise<number> => {
  const { client } = await mustRun(data);
  const all = await client.people.administrators();
  if (json) terminal.json(all);
  else if (all.length === 0) terminal.line('there is no administrator but the token of the platform');
  else
    for (const line of table(
      ['user', 'name'],
      all.map(({ user, name }) => [plain(user), plain(name)]),
    ))
      terminal.line(line);
  return exit.success;
};

export const addAdministrator = async (terminal: Terminal, word: string, { json, data }: Options): Promise<number> => {
  const { client } = await mustRun(data);
  const added = await client.people.addAdministrator(await userNamed(client, word));
  if (json) terminal.json(added);
  else terminal.line(`${plain(added.name)} is an administrator`);
  return exit.success;
};

export const removeAdministrator = async (
  terminal: Terminal,
  word: string,
  { json, data }: Options,
): Promise<number> => {
  const { client } = await mustRun(data);
  const answer = await client.people.removeAdministrator(await userNamed(client, word));
  if (json) terminal.json(answer);
  else terminal.line(plain(answer.message));
  return exit.success;
};
