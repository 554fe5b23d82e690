import { spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { inherited } from './config.js';

/** What opens an address on this machine; undefined where nothing does. */
const opener = async (): Promise<string | undefined> => {
  const names = process.platform === 'darwin' ? ['open'] : ['xdg-open'];
  for (const folder of (inherited()['PATH'] ?? '').split(':').filter(Boolean))
    for (const name of names) {
      const path = join(folder, name);
      const runs = await access(path, constants.X_OK).then(
        () => true,
        () => false,
      );
      if (runs) return path;
    }
  return undefined;
};

/** Shows an address in a browser, where there is one. Nobody waits for it. @returns whether something was asked to. */
export const openPage = async (page: string): Promise<boolean> => {
  // What came from elsewhere must not be taken for a file or an option.
  if (!/^https?:\/\//.test(page)) return false;
  const program = await opener();
  if (program === undefined) return false;
  const child = spawn(program, [page], { stdio: 'ignore', detached: true });
  child.once('error', () => undefined);
  child.unref();
  return true;
};
