import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isAllowed } from './config.js';
import { lockDirectory } from '@switchyard/connector-kit';
import { Fault, isoTime } from '@switchyard/kernel';
import { allowVariable, looseWords } from '@switchyard/kernel/sanity';

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

  /** @throws Fault `directory-taken`, `directory-not-writable` or `unsafe-config` */
  static async open(path: string): Promise<DataDirectory> {
    const whole = resolve(path);
    const unlock = await lockDirectory(whole);
    await mkdir(join(whole, 'logs'), { recursive: true, mode: 0o700 });
    const token = await tokenOf(join(whole, 'token')).catch(async (error: unknown) => {
      await unlock();
      throw error;
    });
    const directory = new DataDirectory(whole, token, unlock);
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
  if (known.length >= 32) {
    await refuseLoose(path);
    return known;
  }
  const token = `yard_${randomBytes(32).toString('base64url')}`;
  await writeWhole(path, `${token}\n`);
  return token;
};

/** Whoever reads the token may do everything. */
const refuseLoose = async (path: string): Promise<void> => {
  const { mode } = await stat(path);
  if ((mode & 0o007) === 0 || isAllowed('loose-files')) return;
  throw new Fault({
    code: 'unsafe-config',
    message: `the data directory ${looseWords(path)} (${allowVariable}=loose-files starts all the same)`,
    blame: 'platform',
    retry: false,
    suggestions: ['yard doctor lists everything that is wrong'],
  });
};

/** Nobody ever reads half of it. */
export const writeWhole = async (path: string, text: string): Promise<void> => {
  await writeFile(`${path}.new`, text, { mode: 0o600 });
  await rename(`${path}.new`, path);
};
