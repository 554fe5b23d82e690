import { lookup } from 'node:dns/promises';
import { access, constants, mkdtemp, readFile, rmdir, stat, statfs } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { globSync } from 'node:fs';
import { type SanityFinding, unsafe } from '@switchyard/kernel/sanity';
import { inherited } from '../config.js';

/** The nearest folder above that is there. */
export const nearest = async (path: string): Promise<string> => {
  const there = await stat(path).catch(() => undefined);
  return there || dirname(path) === path ? path : nearest(dirname(path));
};

export const freeBytes = async (path: string): Promise<number> => {
  const { bavail, bsize } = await statfs(await nearest(path));
  return bavail * bsize;
};

/** Why a folder cannot be written, or made; undefined when it can. */
export const troubleWith = async (path: string): Promise<string | undefined> => {
  const there = await nearest(path);
  if (!(await stat(there)).isDirectory()) return `${there} is no folder`;
  // Not access(): it knows nothing of disks that are mounted to be read only.
  return mkdtemp(join(there, '.yard-doctor-')).then(
    made => rmdir(made).then(() => undefined),
    (error: NodeJS.ErrnoException) => error.code ?? error.message,
  );
};

export const modeOf = async (path: string): Promise<number | undefined> =>
  (await stat(path).catch(() => undefined))?.mode;

/** A nats-server on PATH, in the folders of system services, or fetched before. */
export const natsServer = async (): Promise<string | undefined> => {
  const { PATH = '', XDG_CACHE_HOME } = inherited();
  const usual = ['/usr/sbin', '/usr/local/sbin', '/usr/local/bin', '/usr/bin'];
  const folders = [...PATH.split(':').filter(Boolean), ...usual];
  const fetched = globSync(join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'switchyard/**/nats-server'));
  for (const path of [...folders.map(folder => join(folder, 'nats-server')), ...fetched]) {
    const runs = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runs && (await stat(path)).isFile()) return path;
  }
  return undefined;
};

/** The control group of this process, where a group can be made below it. */
export const writableGroup = async (): Promise<string | undefined> => {
  const membership = await readFile('/proc/self/cgroup', 'utf8').catch(() => '');
  const groups = membership
    .split('\n')
    .map(line => line.split(':'))
    .flatMap(([, kinds = '', path = '']) => {
      if (path === '') return [];
      return kinds === ''
        ? [join('/sys/fs/cgroup', path), join('/sys/fs/cgroup/unified', path)]
        : kinds.includes('freezer')
          ? [join('/sys/fs/cgroup/freezer', path)]
          : [];
    });
  for (const group of groups) {
    const made = await mkdtemp(join(group, 'yard-doctor-')).catch(() => undefined);
    if (made === undefined) continue;
    await rmdir(made).catch(() => undefined);
    return group;
  }
  return undefined;
};

/** This machine's time minus that of a platform; undefined where nobody answers. */
export const clockOff = async (url: string | undefined): Promise<number | undefined> => {
  if (url === undefined) return undefined;
  const response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
  await response?.body?.cancel();
  const said = Date.parse(response?.headers.get('date') ?? '');
  return Number.isNaN(said) ? undefined : Date.now() - said;
};

/** Variables of the platform's services, as far as one of them is a secret, an address or a file of keys. */
const ours =
  /^(YARD|WEBHOOK|NATS|MONGODB|REDIS|JWT|SECRETS?|MASTER|SMTP|OIDC|GITHUB_CLIENT|GITHUB_OAUTH)(_[A-Z0-9]+)+$/;

/** What would stop a start with this environment. */
export const unsafeHere = (environment: NodeJS.ProcessEnv): Promise<SanityFinding[]> =>
  unsafe(
    environment,
    Object.keys(environment).filter(name => ours.test(name)),
    {
      modeOf,
      addressesOf: async name => (await lookup(name, { all: true }).catch(() => [])).map(({ address }) => address),
    },
  );
