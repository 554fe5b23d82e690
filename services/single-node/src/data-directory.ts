import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { lockDirectory } from '@switchyard/connector-kit';
import { isoTime } from '@switchyard/kernel';

export type Mode = 'embedded' | 'processes';

/** How others find a platform that runs. */
export interface PlatformFile {
  pid: number;
  url: string;
  token: string;
  startedAt: string;
  mode: Mode;
}

const largestLog = 32 * 1_048_576;

/** Everything of one platform that lasts. One process at a time. */
export class DataDirectory {
  private constructor(
    readonly path: string,
    readonly token: string,
    private readonly unlock: () => Promise<void>,
  ) {}

  /** @throws Fault `directory-taken` or `directory-not-writable` */
  static async open(path: string): Promise<DataDirectory> {
    const whole = resolve(path);
    const unlock = await lockDirectory(whole);
    await mkdir(join(whole, 'logs'), { recursive: true, mode: 0o700 });
    const directory = new DataDirectory(whole, await tokenOf(join(whole, 'token')), unlock);
    const { size } = await stat(directory.log).catch(() => ({ size: 0 }));
    if (size > largestLog) await truncate(directory.log);
    return directory;
  }

  get log(): string {
    return join(this.path, 'logs', 'platform.log');
  }

  under(...names: string[]): string {
    return join(this.path, ...names);
  }

  async publish(url: string, mode: Mode): Promise<void> {
    const facts: PlatformFile = { pid: process.pid, url, token: this.token, startedAt: isoTime(Date.now()), mode };
    await writeWhole(this.under('platform.json'), `${JSON.stringify(facts, undefined, 2)}\n`);
  }

  async close(): Promise<void> {
    await rm(this.under('platform.json'), { force: true });
    await this.unlock();
  }
}

/** The same at every start, so that what was signed in stays so. */
const tokenOf = async (path: string): Promise<string> => {
  const known = (await readFile(path, 'utf8').catch(() => '')).trim();
  if (known.length >= 32) return known;
  const token = `yard_${randomBytes(32).toString('base64url')}`;
  await writeWhole(path, `${token}\n`);
  return token;
};

/** Nobody ever reads half of it. */
const writeWhole = async (path: string, text: string): Promise<void> => {
  await writeFile(`${path}.new`, text, { mode: 0o600 });
  await rename(`${path}.new`, path);
};
