import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inherited } from '../config.js';
import { exit, Stop } from '../exit.js';
import { dataDirectory, findPlatform } from '../platform/found.js';

const main = fileURLToPath(new URL('../../../../services/single-node/dist/data-main.js', import.meta.url));

/** Copies everything the platform knows to a file, or back: from and to the embedded store, or the server at MONGODB_URI. */
export const copyData = async (
  verb: 'export' | 'import',
  file: string,
  { data }: { data?: string },
): Promise<number> => {
  const directory = dataDirectory(data);
  const platform = await findPlatform(directory);
  if (platform)
    throw new Stop(exit.platform, `the platform at ${platform.url} uses ${directory}`, [
      'stop it first with: yard down',
    ]);
  const child = spawn(process.execPath, [main, verb, resolve(file), '--data', directory], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: inherited(),
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? exit.platform;
};
