import { setTimeout as pause } from 'node:timers/promises';
import { exit, Stop } from '../exit.js';
import { dataDirectory, findPlatform, isPlatform } from '../platform/found.js';
import type { Terminal } from '../view/terminal.js';

const patienceMs = 90_000;

/** Stops the platform of a data directory, and waits until it is gone. */
export const down = async (terminal: Terminal, { json, data }: { json: boolean; data?: string }): Promise<number> => {
  const directory = dataDirectory(data);
  const platform = await findPlatform(directory);
  if (!platform) {
    if (json) terminal.json({ stopped: false, data: directory });
    else terminal.line(`nothing runs on ${directory}`);
    return exit.success;
  }
  signal(platform.pid);
  const until = performance.now() + patienceMs;
  while (await isPlatform(platform.pid)) {
    if (performance.now() > until)
      throw new Stop(exit.platform, `process ${platform.pid} has not ended after ${patienceMs / 1_000} s`, [
        `${directory}/logs/platform.log may say why`,
      ]);
    await pause(20);
  }
  if (json) terminal.json({ stopped: true, url: platform.url, data: directory });
  else terminal.line(`Switchyard at ${platform.url} is down; everything is kept in ${directory}`);
  return exit.success;
};

const signal = (pid: number): void => {
  try {
    process.kill(pid, 'SIGTERM');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return;
    throw new Stop(exit.platform, `process ${pid} belongs to another user`, ['ask them, or use sudo']);
  }
};
