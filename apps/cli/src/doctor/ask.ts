import { YardClient, YardError } from '@switchyard/client';
import { readConfig } from '../config.js';
import { chosenServer } from '../platform/contexts.js';
import { keptToken } from '../platform/credentials.js';
import { dataDirectory, findPlatform } from '../platform/found.js';
import type { Answered } from './judge.js';

/** The platform that commands would talk to; undefined where there is none. */
export const platformHere = async (
  data: string | undefined,
): Promise<{ url: string; token: string | undefined } | undefined> => {
  const server = await chosenServer(data);
  if (server) return { url: server.url, token: readConfig().token ?? (await keptToken(server.url)) };
  return findPlatform(dataDirectory(data));
};

/** How it is, and who the token is to it. */
export const askPlatform = async ({ url, token }: { url: string; token: string | undefined }): Promise<Answered> => {
  const client = new YardClient({ url, token: token ?? '' });
  try {
    const { name } = await client.identity.me();
    const { status, version, checks } = await client.health();
    const down = Object.entries(checks).flatMap(([check, { status: is }]) => (is === 'up' ? [] : [check]));
    return { url, who: name, health: { status, version, down } };
  } catch (error) {
    if (error instanceof YardError && error.status === 401) return { url };
    return { url, trouble: error instanceof Error ? error.message : String(error) };
  }
};
