import type { ApiTokenView } from '@switchyard/contracts';
import { exit } from '../exit.js';
import { mustRun } from '../platform/connect.js';
import { plain } from '../view/clean.js';
import { duration } from '../view/duration.js';
import { table } from '../view/table.js';
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
}

/** With a project it is a service's, else the caller's own. */
export const createToken = async (
  terminal: Terminal,
  name: string,
  { days, scope, project, role, json, data }: CreateOptions,
): Promise<number> => {
  const { client } = await mustRun(data);
  const made = await client.identity.createToken({
    name,
    ...(days === undefined ? {} : { days }),
    ...(scope.length > 0 ? { scopes: scope } : {}),
    ...(project === undefined ? {} : { kind: 'service', project, role: role ?? 'developer' }),
  });
  if (json) terminal.json(made);
  else {
    terminal.line(plain(made.token));
    terminal.note(`token ${made.view.id}: ${plain(made.message)}`);
  }
  return exit.success;
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
