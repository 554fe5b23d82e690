import { hostname } from 'node:os';
import type { CreateTokenAnswer, SessionGrant } from '@switchyard/contracts';
import { YardClient } from '@switchyard/client';
import { readConfig } from '../config.js';
import { tokenByDevice } from '../device.js';
import { exit, Stop } from '../exit.js';
import { checkedUrl, chosenServer } from '../platform/contexts.js';
import { dropToken, keepToken, keptToken } from '../platform/credentials.js';
import { dataDirectory, findPlatform } from '../platform/found.js';
import { typedUnseen } from '../typed.js';
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
  json: boolean;
  data?: string;
}

interface Got {
  token: string;
  name: string;
}

/** Keeps a token for a platform, so that commands for it need no YARD_TOKEN. */
export const login = async (terminal: Terminal, options: LoginOptions): Promise<number> => {
  const url = await addressOf(options);
  const { token, name } = await tokenOf(terminal, url, options);
  const path = await keepToken(url, token);
  if (options.json) terminal.json({ url, name, path });
  else terminal.line(`signed in to ${url} as ${plain(name)}; the token lies in ${plain(path)}`);
  return exit.success;
};

/** One that is there, else by password where somebody is named, else by a browser. */
const tokenOf = async (terminal: Terminal, url: string, options: LoginOptions): Promise<Got> => {
  const { token: given, user, code, first, days } = options;
  if (given !== undefined) {
    const token = given === '-' ? await typedUnseen('token: ') : given;
    if (token === '') throw new Stop(exit.badInput, 'there is no token on standard input');
    return { token, name: (await new YardClient({ url, token }).identity.me()).name };
  }
  if (user !== undefined || first !== undefined) return tokenBySigningIn(url, options);
  if (code !== undefined) throw new Stop(exit.badInput, '--code goes with a password', ['say whose with --user NAME']);
  return tokenByDevice(terminal, url, { name: tokenName(), days });
};

/** Ends the token that `yard login` has kept, here and on the platform. */
export const logout = async (terminal: Terminal, { json, data }: { json: boolean; data?: string }): Promise<number> => {
  const url = await addressOf(data === undefined ? {} : { data });
  const token = await keptToken(url);
  if (token === undefined) throw new Stop(exit.badInput, `nobody is signed in to ${url}`, ['sign in with: yard login']);
  const { identity } = new YardClient({ url, token });
  // One that is of no use any more is forgotten all the same.
  const ended = await identity.me().then(
    async ({ kind, id }) => kind === 'token' && (await identity.revokeToken(id), true),
    () => false,
  );
  await dropToken(url);
  if (json) terminal.json({ url, ended });
  else terminal.line(`signed out of ${url}${ended ? '' : '; the token could not be ended there'}`);
  return exit.success;
};

const addressOf = async ({ first, data }: Pick<LoginOptions, 'first' | 'data'>): Promise<string> => {
  if (first !== undefined) return URL.canParse(first) ? checkedUrl(new URL(first).origin, '--first') : badLink();
  const server = await chosenServer(data);
  if (server) return server.url;
  const platform = await findPlatform(dataDirectory(data));
  if (platform) return platform.url;
  throw new Stop(exit.badInput, 'there is no platform to sign in to', [
    'set YARD_URL to its address',
    'or add it with: yard context add NAME https://ci.example.com',
  ]);
};

const badLink = (): never => {
  throw new Stop(
    exit.badInput,
    '--first needs the whole link, such as http://127.0.0.1:8080/api/sessions/first?code=…',
  );
};

const tokenBySigningIn = async (url: string, options: LoginOptions): Promise<{ token: string; name: string }> => {
  const { made, user } = await tokenOfPerson(url, options, { name: tokenName(), days: options.days });
  return { token: made.token, name: user.name };
};

const tokenName = (): string => `yard on ${hostname()}`.slice(0, 100);

/** A token of somebody's own. The session is there for the time it takes to make it. */
export const tokenOfPerson = async (
  url: string,
  options: SignInOptions,
  wish: { name: string; days?: number; scopes?: string[] },
): Promise<{ made: CreateTokenAnswer; user: SessionGrant['user'] }> => {
  const made = async (client: YardClient, user: SessionGrant['user']) => ({
    made: await client.identity.createToken(wish),
    user,
  });
  return inSession(url, options, made);
};

/** Does something as somebody who signs in for it, and stays signed in nowhere. */
export const inSession = async <Answer>(
  url: string,
  options: SignInOptions,
  act: (client: YardClient, user: SessionGrant['user'], password: string) => Promise<Answer>,
): Promise<Answer> => {
  const { grant, password } = await grantOf(new YardClient({ url, token: '' }), options);
  const client = new YardClient({ url, token: grant.accessToken });
  try {
    return await act(client, grant.user, password);
  } finally {
    await client.identity.logout(grant.refreshToken ?? '');
  }
};

const grantOf = async (
  { identity }: YardClient,
  { user = readConfig().user, code, first }: SignInOptions,
): Promise<{ grant: SessionGrant; password: string }> => {
  if (!user) throw new Stop(exit.badInput, 'nobody is named', ['say who signs in with --user NAME']);
  const password = await typedUnseen(`password of ${plain(user)}: `);
  const typed = { login: user, password };
  const grant = await (first === undefined
    ? identity.login({ ...typed, ...(code === undefined ? {} : { code }) })
    : identity.first({ ...typed, code: new URL(first).searchParams.get('code') ?? badLink() }));
  return { grant, password };
};
