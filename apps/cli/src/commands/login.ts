import { hostname } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { SessionGrant } from '@switchyard/contracts';
import { YardClient } from '@switchyard/client';
import { readConfig } from '../config.js';
import { exit, Stop } from '../exit.js';
import { checked } from '../platform/connect.js';
import { keepToken } from '../platform/credentials.js';
import { dataDirectory, findPlatform } from '../platform/found.js';
import { plain } from '../view/clean.js';
import type { Terminal } from '../view/terminal.js';

export interface LoginOptions {
  user?: string;
  code?: string;
  token?: string;
  first?: string;
  days: number;
  data?: string;
}

/** Keeps a token for a platform, so that commands with its YARD_URL need no YARD_TOKEN. */
export const login = async (terminal: Terminal, options: LoginOptions): Promise<number> => {
  const url = await addressOf(options);
  const { token, name } = options.token
    ? { token: options.token, name: (await new YardClient({ url, token: options.token }).identity.me()).name }
    : await tokenBySigningIn(terminal, url, options);
  const path = await keepToken(url, token);
  terminal.line(`signed in to ${url} as ${plain(name)}; the token lies in ${plain(path)}`);
  return exit.success;
};

const addressOf = async ({ first, data }: LoginOptions): Promise<string> => {
  if (first !== undefined) return URL.canParse(first) ? checked(new URL(first).origin) : badLink();
  const { url } = readConfig();
  if (url) return checked(url);
  const platform = await findPlatform(dataDirectory(data));
  if (platform) return platform.url;
  throw new Stop(exit.badInput, 'there is no platform to sign in to', ['set YARD_URL to its address']);
};

const badLink = (): never => {
  throw new Stop(
    exit.badInput,
    '--first needs the whole link, such as http://127.0.0.1:8080/api/sessions/first?code=…',
  );
};

/** The session is there for the time it takes to make a token of the user's own. */
const tokenBySigningIn = async (
  terminal: Terminal,
  url: string,
  options: LoginOptions,
): Promise<{ token: string; name: string }> => {
  const grant = await grantOf(terminal, new YardClient({ url, token: '' }), options);
  const { identity } = new YardClient({ url, token: grant.accessToken });
  const { token } = await identity.createToken({ name: `yard on ${hostname()}`.slice(0, 100), days: options.days });
  await identity.logout(grant.refreshToken ?? '');
  return { token, name: grant.user.name };
};

const grantOf = async (
  terminal: Terminal,
  { identity }: YardClient,
  { user = readConfig().user, code, first }: LoginOptions,
): Promise<SessionGrant> => {
  if (!user) throw new Stop(exit.badInput, 'nobody is named', ['say who signs in with --user NAME']);
  const password = await passwordOf(terminal, `password of ${plain(user)}: `);
  if (first === undefined) return identity.login({ login: user, password, ...(code === undefined ? {} : { code }) });
  return identity.first({ code: new URL(first).searchParams.get('code') ?? badLink(), login: user, password });
};

/** Typed unseen at a terminal, else the first line of standard input. */
const passwordOf = async (terminal: Terminal, question: string): Promise<string> => {
  if (!process.stdin.isTTY) return (await text(process.stdin)).split(/\r?\n/)[0] ?? '';
  terminal.note(question);
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const typing = createInterface({ input: process.stdin, output: unseen, terminal: true });
  try {
    return await typing.question('');
  } finally {
    typing.close();
  }
};
