import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { YardClient } from '@switchyard/client';
import { launchOptions } from '../platform/connect.js';
import { dataDirectory } from '../platform/found.js';
import { launch } from '../platform/launch.js';
import type { Terminal } from '../view/terminal.js';

/** A platform of this machine that has nothing yet. */
export interface FreshPlatform {
  client: YardClient;
  directory: string;
  /** Ends it; removes all it had unless it is kept to be looked at. */
  close(): Promise<void>;
}

/** Nothing that others have: no store, no cache, no files of theirs. */
const alone = { MONGODB_URI: undefined, REDIS_URL: undefined, BLOBS_URL: undefined, EVENT_SUBSCRIBERS: undefined };

/** Starts one below the data directory. */
export const freshPlatform = async (
  terminal: Terminal,
  options: { data: string | undefined; keep: boolean; signal: AbortSignal },
): Promise<FreshPlatform> => {
  const above = join(dataDirectory(options.data), 'verify');
  await mkdir(above, { recursive: true, mode: 0o700 });
  const directory = await mkdtemp(join(above, 'run-'));
  const remove = () => rm(directory, { recursive: true, force: true, maxRetries: 5 });
  try {
    const { onProgress } = launchOptions(terminal, directory);
    const launched = await launch({
      data: directory,
      onProgress,
      keep: false,
      environment: alone,
      signal: options.signal,
    });
    const close = async () => {
      await launched.stop();
      if (!options.keep) await remove();
    };
    return { client: new YardClient({ url: launched.url, token: launched.token }), directory, close };
  } catch (error) {
    await remove();
    throw error;
  }
};
