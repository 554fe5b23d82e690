import { hostname } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { CreateTokenAnswer, SessionGrant } from '@switchyard/contracts';
import { YardClient } from '@switchyard/client';
import { readConfig } from '../config.js';
import { exit, Stop } from '../exit.js';
import { checked } from '../platform/connect.js';
import { keepToken } from '../platform/credentials.js';
import { dataDirectory, findPlatform } from '../platform/found.js';
import { plain } from '../view/clean.js';
import type { Terminal } from '../view/terminal.js';

/** Who signs in, and how. */
export interface SignInOptions {
  user?: string;
  code?: string;
  first?: string;
}

export interface LoginOptions extends SignInOptions {
  token?: string;
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

const tokenBySigningIn = async (
  terminal: Terminal,
  url: string,
  options: LoginOptions,
): Promise<{ token: string; name: string }> => {
  const name = `yard on ${hostname()}`.slice(0, 100);
  const { made, user } = await tokenOfPerson(terminal, url, options, { name, days: options.days });
  return { token: made.token, name: user.name };
};

/** A token of somebody's own. The session is there for the time it takes to make it. */
export const tokenOfPerson = async (
  terminal: Terminal,
  url: string,
  options: SignInOptions,
  wish: { name: string; days?: number; scopes?: string[] },
): Promise<{ made: CreateTokenAnswer; user: SessionGrant['user'] }> => {
  const grant = await grantOf(terminal, new YardClient({ url, token: '' }), options);
  const { identity } = new YardClient({ url, token: grant.accessToken });
  try {
    return { made: await identity.createToken(wish), user: grant.user };
  } finally {
    await identity.logout(grant.refreshToken ?? '');
  }
};

const grantOf = async (
  terminal: Terminal,
  { identity }: YardClient,
  { user = readConfig().user, code, first }: SignInOptions,
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
