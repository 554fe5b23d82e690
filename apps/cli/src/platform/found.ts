import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** What a running platform says of itself in its data directory. */
export interface PlatformFile {
  pid: number;
  url: string;
  token: string;
  startedAt: string;
  mode: string;
}

/** Of the folder a command runs in. */
export const usualData = '.yard';

export const dataDirectory = (data: string | undefined): string => resolve(data ?? usualData);

/** The platform that runs on a data directory; undefined when none does, also when one died without tidying up. */
export const findPlatform = async (data: string): Promise<PlatformFile | undefined> => {
  const text = await readFile(join(data, 'platform.json'), 'utf8').catch(() => '');
  const platform = parsed(text);
  return platform && (await isPlatform(platform.pid)) ? platform : undefined;
};

/** Whether the process lives and is a platform: pids are given again. */
export const isPlatform = async (pid: number): Promise<boolean> => {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  return command === undefined || command.includes('single-node');
};

/** Whether anybody is at the address. */
export const answers = async (url: string): Promise<boolean> => {
  const response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
  await response?.body?.cancel();
  return response !== undefined;
};

const parsed = (text: string): PlatformFile | undefined => {
  try {
    const { pid, url, token, startedAt, mode } = JSON.parse(text) as Partial<PlatformFile>;
    return pid && url && token ? { pid, url, token, startedAt: startedAt ?? '', mode: mode ?? '' } : undefined;
  } catch {
    return undefined;
  }
};
