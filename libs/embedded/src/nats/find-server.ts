import { access, constants, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault, reasonOf } from '@switchyard/kernel';
import { cacheFolder, programFolders } from './config.js';
import { fromDistribution } from './from-distribution.js';
import { fromRelease, type ReleaseSource } from './from-release.js';
import { run } from './run.js';

export interface FindOptions {
  /** Folders to look in; PATH and the usual ones unless told otherwise. */
  folders?: string[];
  cache?: string;
  /** Where releases come from; none = do not ask. */
  release?: ReleaseSource | 'none';
  onProgress?: (line: string) => void;
}

/** The oldest nats-server that has all the platform uses. */
const oldest = [2, 9] as const;

/**
 * A nats-server: the one on this machine, else the distribution's package unpacked without root, else the official
 * release, checked against its published checksum. What is fetched is kept for the next time.
 * @throws Fault `no-nats-server` that names everything that was tried.
 */
export const findNatsServer = async ({
  folders = programFolders(),
  cache = cacheFolder(),
  release,
  onProgress = () => undefined,
}: FindOptions = {}): Promise<string> => {
  const tried: string[] = [];
  const attempt = async (what: string, find: () => Promise<string | undefined>): Promise<string | undefined> => {
    try {
      const found = await find();
      if (found) return await checked(found, cache);
      tried.push(`${what}: none`);
    } catch (error) {
      tried.push(`${what}: ${reasonOf(error)}`);
    }
    return undefined;
  };
  const found =
    (await attempt('on this machine', () => onMachine(folders))) ??
    (await attempt("the distribution's package", () => fromDistribution(cache, onProgress))) ??
    (release === 'none'
      ? undefined
      : await attempt('the official release', () => fromRelease(cache, onProgress, release)));
  if (found) return found;
  throw new Fault({
    code: 'no-nats-server',
    message: `no nats-server could be found or fetched (${tried.join('; ')})`,
    blame: 'platform',
    retry: false,
    suggestions: [
      'install it, for example with: apt-get install nats-server',
      'or put a nats-server of 2.9 or newer on PATH',
    ],
  });
};

const onMachine = async (folders: string[]): Promise<string | undefined> => {
  for (const folder of folders) {
    const path = join(folder, 'nats-server');
    const there = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (there) return path;
  }
  return undefined;
};

/** A program that was asked before, and has not changed since, is not asked again: that would take as long as to start it. */
const checked = async (binary: string, cache: string): Promise<string> => {
  const note = join(cache, 'nats-server-asked');
  const { size, mtimeMs } = await stat(binary);
  const asked = JSON.stringify({ binary, size, mtimeMs });
  if ((await readFile(note, 'utf8').catch(() => '')) === asked) return binary;
  const good = await askedForVersion(binary);
  // Where nothing can be kept, it is asked each time.
  await mkdir(cache, { recursive: true })
    .then(() => writeFile(note, asked))
    .catch(() => undefined);
  return good;
};

const askedForVersion = async (binary: string): Promise<string> => {
  const { stdout, stderr } = await run(binary, ['--version']);
  const [, major, minor] = /v(\d+)\.(\d+)/.exec(stdout) ?? [];
  if (!major || !minor) throw new Error(`${binary} does not tell its version: ${(stderr || stdout).trim()}`);
  const isNew = Number(major) > oldest[0] || (Number(major) === oldest[0] && Number(minor) >= oldest[1]);
  if (!isNew)
    throw new Error(`${binary} is version ${major}.${minor}, and ${oldest.join('.')} is the oldest that works`);
  return binary;
};
