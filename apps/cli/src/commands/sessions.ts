import type { MeAnswer, SessionView } from '@switchyard/contracts';
import { exit } from '../exit.js';
import { mustRun } from '../platform/connect.js';
import { typedUnseen } from '../typed.js';
import { plain } from '../view/clean.js';
import { duration } from '../view/duration.js';
import { table } from '../view/table.js';
import type { Terminal } from '../view/terminal.js';
import { inSession, type SignInOptions } from './login.js';

interface Options {
  json: boolean;
  data?: string;
}

type AsSomebody = Options & Pick<SignInOptions, 'user' | 'code'>;

/** Who the commands of this terminal are to the platform. */
export const whoAmI = async (terminal: Terminal, { json, data }: Options): Promise<number> => {
  const { client } = await mustRun(data);
  const me = await client.identity.me();
  if (json) terminal.json(me);
  else for (const line of meLines(me, client.url)) terminal.line(line);
  return exit.success;
};

const meLines = ({ kind, name, login, administrator, projects, scopes }: MeAnswer, url: string): string[] => {
  const kinds = { user: 'signed in', token: 'by a token', platform: "by the platform's own token" };
  const roles = Object.entries(projects).map(([project, role]) => `  ${role} of project ${plain(project)}`);
  return [
    `${plain(login ?? name)} at ${plain(url)}, ${kinds[kind]}`,
    ...(administrator ? ['  administrator of the platform'] : []),
    ...roles,
    ...(scopes ? [`  limited to ${scopes.map(plain).join(', ')}`] : []),
  ];
};

/** Sessions are seen by people who sign in only: a token sees none. */
export const listSessions = async (terminal: Terminal, options: AsSomebody): Promise<number> => {
  const { client } = await mustRun(options.data);
  const sessions = await inSession(client.url, options, ({ identity }) => identity.sessions());
  const now = Date.now();
  const head = ['session', 'by', 'from', 'program', 'used', 'ends in'];
  if (options.json) terminal.json(sessions);
  else
    for (const line of table(
      head,
      sessions.map(one => rowOf(one, now)),
    ))
      terminal.line(line);
  return exit.success;
};

const rowOf = ({ id, by, ip, agent, usedAt, expiresAt, current }: SessionView, now: number): string[] => [
  id,
  plain(by),
  plain(ip),
  current ? 'this command' : plain(agent),
  `${duration(Math.max(0, now - Date.parse(usedAt)))} ago`,
  duration(Date.parse(expiresAt) - now),
];

export const revokeSession = async (terminal: Terminal, id: string, options: AsSomebody): Promise<number> => {
  const { client } = await mustRun(options.data);
  const answer = await inSession(client.url, options, ({ identity }) => identity.endSession(id));
  if (options.json) terminal.json(answer);
  else terminal.line(plain(answer.message));
  return exit.success;
};

/** The current password, then the next one: each typed unseen, or a line of standard input. */
export const changePassword = async (terminal: Terminal, options: AsSomebody): Promise<number> => {
  const { client } = await mustRun(options.data);
  const answer = await inSession(client.url, options, async ({ identity }, _user, password) =>
    identity.changePassword(password, await typedUnseen('new password: ')),
  );
  if (options.json) terminal.json(answer);
  else terminal.line(plain(answer.message));
  return exit.success;
};

/** Where else people sign in. */
export const listProviders = async (terminal: Terminal, { json, data }: Options): Promise<number> => {
  const { client } = await mustRun(data);
  const providers = await client.identity.providers();
  if (json) terminal.json(providers);
  else if (providers.length === 0) terminal.line('people sign in here only');
  else for (const { name, path } of providers) terminal.line(`${plain(name)}: ${client.url}${plain(path)}`);
  return exit.success;
};
