import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exit, Stop } from '../exit.js';
import { dataDirectory } from '../platform/found.js';
import { shellWord } from '../view/suggestion.js';
import type { Terminal } from '../view/terminal.js';

/** As the platform of a data directory writes it into `subscribers.json`. */
interface Access {
  url: string;
  user: string;
  password: string;
  project: string;
  stream: string;
  consumer: string;
}

export interface SubscriberOptions {
  json: boolean;
  data?: string;
}

/** Says what a subscriber of one project's events signs in with: as lines for a shell, or as JSON. */
export const subscriber = async (
  terminal: Terminal,
  name: string,
  { json, data }: SubscriberOptions,
): Promise<number> => {
  const all = await known(dataDirectory(data));
  const access = Object.hasOwn(all, name) ? all[name] : undefined;
  if (!access) throw unknown(name, Object.keys(all));
  if (json) terminal.json(access);
  else for (const [variable, value] of variablesOf(access)) terminal.line(`export ${variable}=${shellWord(value)}`);
  return exit.success;
};

const known = async (directory: string): Promise<Record<string, Access>> => {
  const text = await readFile(join(directory, 'subscribers.json'), 'utf8').catch(() => '{}');
  return JSON.parse(text) as Record<string, Access>;
};

const variablesOf = (access: Access): [string, string][] => [
  ['NATS_URL', access.url],
  ['NATS_USER', access.user],
  ['NATS_PASSWORD', access.password],
  ['YARD_PROJECT', access.project],
  ['YARD_STREAM', access.stream],
  ['YARD_CONSUMER', access.consumer],
];

const unknown = (name: string, names: readonly string[]): Stop =>
  new Stop(exit.badInput, `there is no subscriber ${name}`, [
    names.length > 0
      ? `there are: ${names.join(', ')}`
      : `start the platform with it: EVENT_SUBSCRIBERS=${name}:PROJECT yard up`,
  ]);
