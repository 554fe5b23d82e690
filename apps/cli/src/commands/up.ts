import { exit } from '../exit.js';
import { launchOptions } from '../platform/connect.js';
import { dataDirectory, findPlatform } from '../platform/found.js';
import { launch } from '../platform/launch.js';
import type { Terminal } from '../view/terminal.js';

export interface UpOptions {
  data?: string;
  port?: number;
  foreground: boolean;
  processes: boolean;
}

/** Starts a platform that stays. */
export const up = async (terminal: Terminal, { data, port, foreground, processes }: UpOptions): Promise<number> => {
  const there = await findPlatform(dataDirectory(data));
  if (there) {
    tell(terminal, there.url, dataDirectory(data), 'runs already');
    return exit.success;
  }
  const options = { ...launchOptions(terminal, data), processes, ...(port === undefined ? {} : { port }) };
  const launched = await launch({ ...options, keep: !foreground });
  tell(terminal, launched.url, dataDirectory(data), 'is up');
  if (!foreground) return exit.success;
  terminal.note('press Ctrl-C to stop it');
  let asked = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      asked = true;
      terminal.note('stopping');
      void launched.stop();
    });
  const code = await launched.ended;
  return asked && code === 0 ? exit.success : exit.platform;
};

const tell = (terminal: Terminal, url: string, data: string, what: string): void => {
  const { colors } = terminal;
  terminal.line(`${colors.green('●')} Switchyard ${what} at ${colors.bold(url)}`);
  terminal.line(`  sign in with the token in ${data}/token:`);
  terminal.line(`    curl -H "Authorization: Bearer $(cat ${data}/token)" ${url}/api/healthchecker`);
  terminal.line(`  run a pipeline: yard run FILE · see what happens: yard status, yard list · stop: yard down`);
};
