import { YardClient } from '@switchyard/client';
import { type Millis, sleep } from '@switchyard/kernel';
import { readConfig } from '../config.js';
import { exit, Stop } from '../exit.js';
import { gitName } from '../git.js';
import type { Terminal } from '../view/terminal.js';
import { chosenServer, type Server } from './contexts.js';
import { keptToken } from './credentials.js';
import { answers, dataDirectory, findPlatform, isPlatform } from './found.js';
import { DirectoryTaken, launch, type Launched, type LaunchOptions } from './launch.js';
import { othersAreDone } from './others.js';

/** A platform to talk to. */
export interface Connection {
  client: YardClient;
  /** It sees the same files as this command does. */
  isLocal: boolean;
  /** Whether it has ended, so that asking again is of no use. */
  isGone(): Promise<boolean>;
  /** Ends what was started for this command; nothing otherwise. */
  close(): Promise<void>;
}

export interface ConnectOptions {
  data: string | undefined;
  keep?: boolean;
  signal?: AbortSignal;
}

/** Longer than any start or stop of a platform takes. */
const patienceMs: Millis = 60_000;
const lookAgainMs: Millis = 100;

/** The one that the environment or the context names, or the one that runs on the data directory; undefined when there is neither. */
export const running = async (data: string | undefined): Promise<Connection | undefined> => {
  const close = () => Promise.resolve();
  const server = await chosenServer(data);
  if (server) {
    const client = await clientOf({ url: server.url, token: await tokenFor(server) });
    return { client, isLocal: false, isGone: () => Promise.resolve(false), close };
  }
  const until = performance.now() + patienceMs;
  for (;;) {
    const platform = await findPlatform(dataDirectory(data));
    if (!platform) return undefined;
    const isGone = async () => !(await isPlatform(platform.pid));
    // One that is just starting or leaving does not answer.
    if ((await answers(platform.url)) || performance.now() > until)
      return { client: await clientOf(platform), isLocal: true, isGone, close };
    await sleep(lookAgainMs);
  }
};

/** YARD_TOKEN wins over what `yard login` has kept. */
const tokenFor = async ({ url, context }: Server): Promise<string> => {
  const token = readConfig().token ?? (await keptToken(url));
  if (token) return token;
  if (context !== undefined)
    throw new Stop(exit.badInput, `nobody is signed in to ${url}, which is context ${context}`, [
      `sign in with: yard login --context ${context}`,
      `or use the platform of this folder with: yard context use local`,
    ]);
  throw new Stop(exit.badInput, 'YARD_URL is set, and YARD_TOKEN is not', [
    'set both, or neither',
    'or sign in with: yard login',
  ]);
};

/** A running platform, else one started for this command. */
export const connect = async (
  terminal: Terminal,
  { data, keep = false, signal }: ConnectOptions,
): Promise<Connection> => {
  const until = performance.now() + patienceMs;
  for (;;) {
    const there = await running(data);
    if (there) return there;
    try {
      const startedAt = Date.now();
      const options = { ...launchOptions(terminal, data), keep, ...(signal ? { signal } : {}) };
      const launched = await launch(options);
      return own(terminal, launched, await clientOf(launched), { keep, startedAt });
    } catch (error) {
      // Another command is starting or ending one there.
      if (!(error instanceof DirectoryTaken) || performance.now() > until || signal?.aborted) throw error;
      await sleep(lookAgainMs, signal);
    }
  }
};

/** Everything that is asked for is asked by name: git's, else that of the login. */
const clientOf = async ({ url, token }: { url: string; token: string }): Promise<YardClient> => {
  const actor = (await gitName()) ?? readConfig().user;
  return new YardClient({ url, token, ...(actor === undefined ? {} : { actor }) });
};

const own = (
  terminal: Terminal,
  launched: Launched,
  client: YardClient,
  facts: { keep: boolean; startedAt: number },
): Connection => {
  let gone = false;
  void launched.ended.then(() => (gone = true));
  const close = async () => {
    if (facts.keep) return;
    if (!gone) await othersAreDone(terminal, client, facts.startedAt);
    await launched.stop();
  };
  return { client, isLocal: true, isGone: () => Promise.resolve(gone), close };
};

export const launchOptions = (
  terminal: Terminal,
  data: string | undefined,
): Pick<LaunchOptions, 'data' | 'onProgress'> => ({
  data: dataDirectory(data),
  onProgress: message => terminal.note(terminal.colors.dim(`… ${message}`)),
});

/** For commands that only make sense where something runs. */
export const mustRun = async (data: string | undefined): Promise<Connection> => {
  const there = await running(data);
  if (there) return there;
  throw new Stop(exit.platform, `no platform runs on ${dataDirectory(data)}`, [
    'start one with: yard up',
    'or name another with --data DIRECTORY, with --context NAME, or with YARD_URL and YARD_TOKEN',
  ]);
};
