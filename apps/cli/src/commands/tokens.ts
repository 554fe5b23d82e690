import type { ApiTokenView } from '@switchyard/contracts';
import { YardError } from '@switchyard/client';
import { exit, Stop } from '../exit.js';
import { mustRun } from '../platform/connect.js';
import { plain } from '../view/clean.js';
import { duration } from '../view/duration.js';
import { table } from '../view/table.js';
import { tokenOfPerson } from './login.js';
import type { Terminal } from '../view/terminal.js';

export interface Options {
  json: boolean;
  data?: string;
}

export const listTokens = async (
  terminal: Terminal,
  { project, json, data }: Options & { project?: string },
): Promise<number> => {
  const { client } = await mustRun(data);
  const tokens = await client.identity.tokens(project);
  if (json) terminal.json(tokens);
  else if (tokens.length === 0) terminal.line('there are no tokens; make one with: yard tokens create NAME');
  else for (const line of tokenTable(tokens, Date.now())) terminal.line(line);
  return exit.success;
};

export interface CreateOptions extends Options {
  days?: number;
  scope: string[];
  project?: string;
  role?: string;
  user?: string;
  code?: string;
}

/** With a project it is a service's, else the caller's own: that one is made by signing in, since tokens make none. */
export const createToken = async (
  terminal: Terminal,
  name: string,
  { days, scope, project, role, user, code, json, data }: CreateOptions,
): Promise<number> => {
  if (project !== undefined && user !== undefined)
    throw new Stop(exit.badInput, 'a token is either of a service, with --project, or of somebody, with --user');
  const { client } = await mustRun(data);
  const wish = {
    name,
    ...(days === undefined ? {} : { days }),
    ...(scope.length > 0 ? { scopes: scope } : {}),
  };
  const made = await (user === undefined
    ? client.identity.createToken({ ...wish, ...ofService(project, role) }).catch(explained(name))
    : ofPerson(client.url, { user, ...(code === undefined ? {} : { code }) }, wish));
  if (json) terminal.json(made);
  else {
    terminal.line(plain(made.token));
    terminal.note(`token ${made.view.id}: ${plain(made.message)}`);
  }
  return exit.success;
};

const ofService = (project: string | undefined, role = 'developer') =>
  project === undefined ? {} : { kind: 'service' as const, project, role };

const ofPerson = async (...signingIn: Parameters<typeof tokenOfPerson>) => (await tokenOfPerson(...signingIn)).made;

/** A token cannot make another one of its owner, and that of the platform is nobody's. */
const explained = (name: string) => (error: unknown) => {
  if (!(error instanceof YardError) || !['by-token', 'no-user'].includes(error.code)) throw error;
  throw new Stop(exit.badInput, 'a token of your own is made by signing in, and this command came with a token', [
    `yard tokens create ${plain(name)} --user YOU makes one of yours, and asks for the password`,
    `yard tokens create ${plain(name)} --project PROJECT --role ROLE makes one of a service`,
  ]);
};

export const revokeToken = async (terminal: Terminal, id: string, { json, data }: Options): Promise<number> => {
  const { client } = await mustRun(data);
  const answer = await client.identity.revokeToken(id);
  if (json) terminal.json(answer);
  else terminal.line(plain(answer.message));
  return exit.success;
};

const tokenTable = (tokens: readonly ApiTokenView[], now: number): string[] =>
  table(
    ['token', 'name', 'for', 'scopes', 'expires', 'used'],
    tokens.map(({ id, name, kind, project = '', role = '', scopes, expiresAt, usedAt }) => [
      id,
      plain(name),
      kind === 'service' ? `${role} of ${project}` : 'you',
      scopes?.join(' ') ?? 'all',
      `in ${duration(Date.parse(expiresAt) - now)}`,
      usedAt === undefined ? 'never' : `${duration(Math.max(0, now - Date.parse(usedAt)))} ago`,
    ]),
  );
