import { type Finding, fine, problem, warning } from './finding.js';

/** The Node.js that `yard` needs; the platform's own comes with it. */
const oldestNode = [20, 19] as const;

export const judgeNode = (version: string): Finding => {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const isOld = major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1]);
  return isOld
    ? problem('node', `is ${version}`, `install Node.js ${oldestNode.join('.')} or newer`)
    : fine('node', `is ${version}`);
};

const gigabyte = 1_073_741_824;

/** @param bytes free on the disk of the data directory. */
export const judgeDisk = (bytes: number): Finding => {
  const says = `has ${(bytes / gigabyte).toFixed(1)} GB free`;
  if (bytes < gigabyte) return problem('disk', says, 'make room: the store and the logs of steps need 1 GB at least');
  return bytes < 5 * gigabyte ? warning('disk', says, 'make room before long pipelines run') : fine('disk', says);
};

/** @param offMs this machine's time minus that of the platform; undefined where none runs. */
export const judgeClock = (now: number, offMs: number | undefined): Finding => {
  const says = `is ${new Date(now).toISOString()}`;
  // Older than this program.
  if (now < Date.UTC(2026, 10, 1))
    return problem('clock', says, 'set it, best by NTP: certificates and tokens need it');
  if (offMs === undefined || Math.abs(offMs) < 2_000) return fine('clock', says);
  const off = `${says}, and differs from the platform's by ${Math.round(Math.abs(offMs) / 1_000)} s`;
  return Math.abs(offMs) < 30_000
    ? warning('clock', off, 'keep both by NTP')
    : problem('clock', off, 'keep both by NTP');
};

/** How the platform is that commands talk to, and who they are to it. */
export interface Answered {
  url: string;
  /** Why nobody answered as a platform does. */
  trouble?: string;
  health?: { status: 'healthy' | 'unhealthy'; version: string; down: string[] };
  /** Absent: the token is of no use, or there is none. */
  who?: string;
}

/** @param version of this command line. */
export const judgeServer = (answered: Answered, version: string): Finding[] => {
  const { url, trouble, health, who } = answered;
  if (trouble !== undefined)
    return [
      problem('server', `${url} does not answer: ${trouble}`, 'check the address, the network, and that it runs'),
    ];
  const access =
    who === undefined
      ? problem('access', `nobody is signed in to ${url}`, 'sign in with: yard login')
      : fine('access', `commands come as ${who}`);
  return health ? [judgeHealth(url, health, version), access] : [access];
};

const judgeHealth = (url: string, health: NonNullable<Answered['health']>, version: string): Finding => {
  const says = `${url} is ${health.status}, version ${health.version}`;
  if (health.down.length > 0) return problem('server', `${says}; down: ${health.down.join(', ')}`, 'its log says why');
  return health.version === version
    ? fine('server', says)
    : warning('server', `${says}, and this is ${version}`, 'use the same version of both');
};

export const judgeNats = (found: string | undefined): Finding =>
  found === undefined
    ? warning('nats-server', 'is not on this machine', 'the first start fetches one; or: apt-get install nats-server')
    : fine('nats-server', `is ${found}`);

/** @param trouble why it cannot be written. */
export const judgeDirectory = (path: string, trouble: string | undefined): Finding =>
  trouble === undefined
    ? fine('data directory', `${path} can be written`)
    : problem('data directory', `${path} cannot be written: ${trouble}`, 'choose another with --data DIRECTORY');

/** @param mode of the file that holds the token; undefined where there is none yet. */
export const judgeToken = (path: string, mode: number | undefined): Finding => {
  if (mode === undefined) return fine('token', 'is made by the first start');
  if ((mode & 0o007) === 0) return fine('token', 'is readable by you only');
  return problem('token', `in ${path} may be read or written by every user of this machine`, `chmod o= ${path}`);
};

export const judgeGroups = (group: string | undefined): Finding =>
  group === undefined
    ? warning(
        'cgroups',
        'cannot be made here',
        'steps run without: what they leave behind is found by its process group. In a container, mount /sys/fs/cgroup writable',
      )
    : fine('cgroups', `can be made below ${group}`);
