import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inherited } from '../config.js';
import { exit, Stop } from '../exit.js';
import { dataDirectory, findPlatform } from '../platform/found.js';
import type { Terminal } from '../view/terminal.js';

const main = fileURLToPath(new URL('../../../../services/single-node/dist/data-main.js', import.meta.url));

/** Copies everything the platform knows to a file, or back: from and to the embedded store, or the server at MONGODB_URI. */
export const copyData = async (
  terminal: Terminal,
  verb: 'export' | 'import',
  file: string,
  { json, data }: { json: boolean; data?: string },
): Promise<number> => {
  const directory = dataDirectory(data);
  const platform = await findPlatform(directory);
  if (platform)
    throw new Stop(exit.platform, `the platform at ${platform.url} uses ${directory}`, [
      'stop it first with: yard down',
    ]);
  const child = spawn(process.execPath, [main, verb, resolve(file), '--data', directory], {
    stdio: ['ignore', json ? 'ignore' : 'inherit', 'inherit'],
    env: inherited(),
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (json) terminal.json({ verb, file: resolve(file), data: directory, ok: code === exit.success });
  return code ?? exit.platform;
};
