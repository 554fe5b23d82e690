import { access, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './run.js';

/**
 * Unpacks the package `nats-server` of a Debian-like distribution into `cache`, without root and without installing it.
 * @returns the binary; undefined where there is no apt.
 */
export const fromDistribution = async (
  cache: string,
  onProgress: (line: string) => void,
): Promise<string | undefined> => {
  const home = join(cache, 'nats-server-distribution');
  const binary = join(home, 'usr', 'sbin', 'nats-server');
  if (await exists(binary)) return binary;
  if ((await run('apt-get', ['--version'])).code !== 0) return undefined;
  onProgress('fetching nats-server from the distribution');
  await mkdir(cache, { recursive: true });
  const work = await mkdtemp(join(cache, 'fetch-'));
  try {
    await unpack(work);
    // Two processes may get here at once: the first rename wins, and both unpacked the same package.
    await rename(join(work, 'root'), home).catch(async (error: unknown) => {
      if (!(await exists(binary))) throw error;
    });
    return binary;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
};

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

const unpack = async (work: string): Promise<void> => {
  const download = (options: string[]) => run('apt-get', [...options, 'download', 'nats-server'], work);
  if ((await download([])).code !== 0) await downloadWithOwnLists(work, download);
  const [archive] = (await readdir(work)).filter(name => name.endsWith('.deb'));
  if (!archive) throw new Error('apt-get downloaded no package');
  const { code, stderr } = await run('dpkg-deb', ['-x', join(work, archive), join(work, 'root')]);
  if (code !== 0) throw new Error(`dpkg-deb could not unpack ${archive}: ${lastLine(stderr)}`);
};

/** A fresh machine has no package lists, and an ordinary user may not write the system's. */
const downloadWithOwnLists = async (
  work: string,
  download: (options: string[]) => ReturnType<typeof run>,
): Promise<void> => {
  const state = join(work, 'state');
  const cache = join(work, 'cache');
  await mkdir(join(state, 'lists', 'partial'), { recursive: true });
  await mkdir(join(cache, 'archives', 'partial'), { recursive: true });
  const own = [
    '-o',
    `Dir::State::lists=${join(state, 'lists')}`,
    '-o',
    `Dir::Cache=${cache}`,
    '-o',
    'Debug::NoLocking=1',
  ];
  const updated = await run('apt-get', [...own, '-o', 'APT::Sandbox::User=', 'update'], work);
  if (updated.code !== 0) throw new Error(`apt-get update failed: ${lastLine(updated.stderr)}`);
  const { code, stderr } = await download(own);
  if (code !== 0) throw new Error(`apt-get download failed: ${lastLine(stderr)}`);
};

const lastLine = (text: string) => text.trim().split('\n').at(-1) ?? '';
