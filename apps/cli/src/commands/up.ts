import { join } from 'node:path';
import { YardClient, YardError } from '@switchyard/client';
import { exit, Stop } from '../exit.js';
import { Interruption } from '../interruption.js';
import { launchOptions } from '../platform/connect.js';
import { dataDirectory, findPlatform } from '../platform/found.js';
import { launch } from '../platform/launch.js';
import { plain } from '../view/clean.js';
import { shellWord } from '../view/suggestion.js';
import type { Terminal } from '../view/terminal.js';

export interface UpOptions {
  data?: string;
  port?: number;
  foreground: boolean;
  processes: boolean;
  json: boolean;
}

/** Starts a platform that stays. */
export const up = async (terminal: Terminal, wish: UpOptions): Promise<number> => {
  const { data, port, foreground, processes, json } = wish;
  const there = await findPlatform(dataDirectory(data));
  if (there) {
    tell(terminal, there.url, wish, 'runs already');
    return exit.success;
  }
  const interruption = new Interruption();
  const { signal } = interruption;
  const options = { ...launchOptions(terminal, data), signal, processes, ...(port === undefined ? {} : { port }) };
  const launched = await launch({ ...options, keep: !foreground });
  tell(terminal, launched.url, wish, 'is up');
  if (!json) await tellOwner(terminal, launched);
  if (!foreground) return exit.success;
  terminal.note('press Ctrl-C to stop it');
  const leave = () => {
    terminal.note('stopping; what runs is ended first');
    void launched.stop();
  };
  interruption.signal.addEventListener('abort', leave, { once: true });
  if (interruption.signal.aborted) leave();
  const code = await launched.ended;
  if (interruption.signal.aborted && code === 0) return exit.success;
  throw new Stop(exit.platform, `the platform ended with code ${code ?? 'of a signal'}`, [
    `${dataDirectory(data)}/logs/platform.log may say why`,
  ]);
};

/** Until there is an owner: the link by which one is made, once. */
const tellOwner = async (terminal: Terminal, { url, token }: { url: string; token: string }): Promise<void> => {
  const client = new YardClient({ url, token });
  const link = await client.identity.ownerLink().catch((error: unknown) => {
    if (error instanceof YardError && error.code === 'owner-known') return undefined;
    throw error;
  });
  if (!link) return;
  terminal.line(`  nobody can sign in yet; open this link to become the owner, once, within a day:`);
  terminal.line(`    ${url}${link.path}`);
  terminal.line(`    or here: yard login --first '${url}${link.path}' --user NAME`);
};

const tell = (terminal: Terminal, url: string, { data: named, json }: UpOptions, what: string): void => {
  const data = dataDirectory(named);
  if (json) {
    terminal.json({ url, data });
    return;
  }
  const { colors } = terminal;
  const token = shellWord(join(plain(data), 'token'));
  terminal.line(`${colors.green('●')} Switchyard ${what} at ${colors.bold(url)}`);
  terminal.line(`  sign in with the token in ${token}:`);
  terminal.line(`    curl -H "Authorization: Bearer $(cat ${token})" ${url}/api/healthchecker`);
  terminal.line(`  run a pipeline: yard run FILE · see what happens: yard status, yard list · stop: yard down`);
};
