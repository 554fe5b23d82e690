import { YardClient } from '@switchyard/client';
import { readConfig } from '../config.js';
import { exit, Stop } from '../exit.js';
import type { Terminal } from '../view/terminal.js';
import { dataDirectory, findPlatform } from './found.js';
import { launch, type LaunchOptions } from './launch.js';

/** A platform to talk to. */
export interface Connection {
  client: YardClient;
  /** It sees the same files as this command does. */
  isLocal: boolean;
  /** Ends what was started for this command; nothing otherwise. */
  close(): Promise<void>;
}

/** The one the environment names, or the one that runs on the data directory; undefined when there is neither. */
export const running = async (data: string | undefined): Promise<Connection | undefined> => {
  const { url, token } = readConfig();
  const close = () => Promise.resolve();
  if (url) {
    if (!token) throw new Stop(exit.badInput, 'YARD_URL is set, and YARD_TOKEN is not', ['set both, or neither']);
    return { client: new YardClient({ url: checked(url), token }), isLocal: false, close };
  }
  const platform = await findPlatform(dataDirectory(data));
  return platform && { client: new YardClient(platform), isLocal: true, close };
};

const checked = (url: string): string => {
  if (URL.canParse(url) && /^https?:/.test(url)) return url;
  throw new Stop(exit.badInput, `YARD_URL must be an address such as http://127.0.0.1:8080, not ${url}`);
};

/** A running platform, else one started for this command. */
export const connect = async (
  terminal: Terminal,
  { data, keep = false }: { data: string | undefined; keep?: boolean },
): Promise<Connection> => {
  const there = await running(data);
  if (there) return there;
  const launched = await launch({ ...launchOptions(terminal, data), keep });
  return {
    client: new YardClient(launched),
    isLocal: true,
    close: () => (keep ? Promise.resolve() : launched.stop()),
  };
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
    'or name another with --data DIRECTORY, or with YARD_URL and YARD_TOKEN',
  ]);
};
