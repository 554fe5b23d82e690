import { exit } from '../exit.js';
import {
  addContext,
  checkedUrl,
  chosenServer,
  configPath,
  contextNamed,
  listContexts,
  removeContext,
  useContext,
} from '../platform/contexts.js';
import { keptToken } from '../platform/credentials.js';
import { plain } from '../view/clean.js';
import { table } from '../view/table.js';
import type { Terminal } from '../view/terminal.js';

interface Options {
  json: boolean;
}

export const listAllContexts = async (terminal: Terminal, { json }: Options): Promise<number> => {
  const contexts = await listContexts();
  const rows = await Promise.all(
    contexts.map(async one => ({ ...one, signedIn: (await keptToken(one.url)) !== undefined })),
  );
  if (json) terminal.json(rows);
  else if (rows.length === 0) terminal.line('no contexts yet; add one with: yard context add NAME URL');
  else {
    const cells = rows.map(({ name, url, current, signedIn }) => [
      current ? '*' : '',
      name,
      plain(url),
      signedIn ? 'yes' : 'no',
    ]);
    for (const line of table(['', 'context', 'address', 'signed in'], cells)) terminal.line(line);
  }
  return exit.success;
};

export const addOneContext = async (
  terminal: Terminal,
  name: string,
  url: string,
  { use, json }: Options & { use: boolean },
): Promise<number> => {
  const context = await addContext(name, checkedUrl(url, 'the address of a context'), use);
  if (json) terminal.json(context);
  else terminal.line(`context ${name} is ${plain(context.url)}${context.current ? ', and the current one' : ''}`);
  if ((await keptToken(context.url)) === undefined) terminal.note(`sign in with: yard login --context ${name}`);
  return exit.success;
};

export const useOneContext = async (terminal: Terminal, name: string, { json }: Options): Promise<number> => {
  await useContext(name);
  if (json) terminal.json({ current: name });
  else terminal.line(`commands talk to ${name === 'local' ? 'the platform of the data directory' : name} from now on`);
  return exit.success;
};

export const removeOneContext = async (terminal: Terminal, name: string, { json }: Options): Promise<number> => {
  await removeContext(name);
  if (json) terminal.json({ removed: name });
  else terminal.line(`context ${name} is removed; its token stays until: yard logout`);
  return exit.success;
};

/** One context, or where commands without an option go. */
export const showContext = async (terminal: Terminal, name: string | undefined, { json }: Options): Promise<number> => {
  const server = name === undefined ? await chosenServer(undefined) : await contextNamed(name);
  const shown = { context: name ?? 'local', file: configPath(), ...(server ? aboutServer(server) : {}) };
  if (json) terminal.json(shown);
  else if (!server) terminal.line('commands talk to the platform of the data directory');
  else terminal.line(`${plain(shown.context)}: ${plain(server.url)}`);
  return exit.success;
};

const aboutServer = (server: { url: string; context?: string; from?: string; name?: string }) => ({
  context: server.name ?? server.context ?? server.from ?? 'local',
  url: server.url,
});
