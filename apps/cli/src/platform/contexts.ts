import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readConfig } from '../config.js';
import { exit, Stop } from '../exit.js';
import { plain } from '../view/clean.js';

/** A server that commands talk to. */
export interface Context {
  name: string;
  url: string;
  /** Whether commands without `--context` use it. */
  current: boolean;
}

interface Kept {
  current?: string;
  contexts: Record<string, { url: string }>;
}

/** The platform of the data directory, which needs no entry. */
export const localContext = 'local';

const nameRule = /^[a-z0-9][a-z0-9._-]{0,62}$/;

export const configPath = (): string => join(readConfig().settings, 'switchyard', 'config.json');

const read = async (): Promise<Kept> => {
  const text = await readFile(configPath(), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}';
    throw new Stop(exit.badInput, `${configPath()} cannot be read: ${error.message}`);
  });
  try {
    const { current, contexts = {} } = JSON.parse(text) as Partial<Kept>;
    for (const { url } of Object.values(contexts)) if (typeof url !== 'string') throw new Error('a context has no url');
    return { contexts, ...(typeof current === 'string' ? { current } : {}) };
  } catch (error) {
    throw new Stop(exit.badInput, `${configPath()} is not as yard writes it: ${(error as Error).message}`, [
      'correct it, or remove it and add the contexts again',
    ]);
  }
};

const write = async (kept: Kept): Promise<void> => {
  const path = configPath();
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const half = `${path}.${process.pid}.new`;
  await writeFile(half, `${JSON.stringify(kept, undefined, 2)}\n`, { mode: 0o600 });
  await rename(half, path);
};

/** By name. */
export const listContexts = async (): Promise<Context[]> => {
  const { contexts, current } = await read();
  return Object.entries(contexts)
    .map(([name, { url }]) => ({ name, url, current: name === current }))
    .sort((a, b) => a.name.localeCompare(b.name));
};

/** @throws Stop where there is none of that name. */
export const contextNamed = async (name: string): Promise<Context> => {
  const all = await listContexts();
  const found = all.find(one => one.name === name);
  if (found) return found;
  throw new Stop(exit.badInput, `there is no context ${plain(name)}`, [
    all.length > 0
      ? `there is: ${all.map(one => one.name).join(', ')}`
      : 'add one with: yard context add NAME https://ci.example.com',
  ]);
};

/** Also in place of one of the same name. The first one becomes the current one. */
export const addContext = async (name: string, url: string, use: boolean): Promise<Context> => {
  if (!nameRule.test(name) || name === localContext)
    throw new Stop(exit.badInput, `a context cannot be called ${plain(name)}`, [
      `use up to 63 of a-z, 0-9, dot, dash and underscore, such as work; ${localContext} is the platform of the data directory`,
    ]);
  const { contexts, current } = await read();
  const next = use || Object.keys(contexts).length === 0 ? name : current;
  await write({ ...(next === undefined ? {} : { current: next }), contexts: { ...contexts, [name]: { url } } });
  return { name, url, current: next === name };
};

/** @param name `local` for none of them. */
export const useContext = async (name: string): Promise<void> => {
  const { contexts } = await read();
  if (name === localContext) return write({ contexts });
  await contextNamed(name);
  return write({ contexts, current: name });
};

export const removeContext = async (name: string): Promise<void> => {
  await contextNamed(name);
  const { contexts, current } = await read();
  const { [name]: _, ...rest } = contexts;
  return write({ contexts: rest, ...(current === undefined || current === name ? {} : { current }) });
};

/** What `--context` of this command says. */
let chosen: string | undefined;

export const chooseContext = (name: string | undefined): void => {
  chosen = name;
};

/** A server elsewhere, and why it is that one. */
export interface Server {
  url: string;
  from: 'YARD_URL' | 'context';
  context?: string;
}

/** The server commands talk to: YARD_URL wins, then the context; undefined for the platform of the data directory. */
export const chosenServer = async (data: string | undefined): Promise<Server | undefined> => {
  const { url } = readConfig();
  if (url) return { url: checkedUrl(url, 'YARD_URL'), from: 'YARD_URL' };
  if (chosen === localContext || (chosen === undefined && data !== undefined)) return undefined;
  const context = chosen === undefined ? (await listContexts()).find(one => one.current) : await contextNamed(chosen);
  return context && { url: checkedUrl(context.url, `context ${context.name}`), from: 'context', context: context.name };
};

/** @param what names the address to people. */
export const checkedUrl = (url: string, what: string): string => {
  if (URL.canParse(url) && /^https?:/.test(url)) return url.replace(/\/+$/, '');
  throw new Stop(exit.badInput, `${what} must be an address such as http://127.0.0.1:8080, not ${plain(url)}`);
};
