import { isIP } from 'node:net';
import { isPrivateAddress, isPrivateName } from './private-address.js';

/** What makes a configuration unsafe. Each may be allowed by its word in `YARD_ALLOW`. */
export type SanityCode = 'weak-secrets' | 'loose-files' | 'plain-network';

export interface SanityFinding {
  code: SanityCode;
  /** The variable it is about. */
  variable: string;
  /** One sentence, without the secret. */
  message: string;
}

/** What is asked of the world around a configuration. */
export interface Surroundings {
  /** The permission bits of a file; undefined where there is none. */
  modeOf(path: string): Promise<number | undefined>;
  /** The addresses of a name; none where nobody knows it. */
  addressesOf(name: string): Promise<string[]>;
}

/** Lists the words of findings that are allowed, for those who know why. */
export const allowVariable = 'YARD_ALLOW';

/** Characters of a secret: those of 16 bytes in hex or base64 are more. */
const shortest = 16;
const fewestDifferent = 6;
/** What examples and manuals say. */
const defaults =
  /^(change[-_ ]?me|changeit|default|example|secret|password|passw0rd|admin|root|test|token|letmein|qwerty|switchyard|yard)/i;

const isSecret = (name: string) => /(^|_)(TOKEN|PASSWORD|SECRET|KEY)(_|$)/.test(name) && !isFile(name) && !tells(name);
/** Names of files with secrets in them. */
const isFile = (name: string) => name.endsWith('_FILE') || name === 'OIDC_PROVIDERS';
/** Tells of a secret and is none. */
const tells = (name: string) => name.endsWith('_MADE') || name.startsWith('LIMIT_');
const isAddress = (name: string) => /^(MONGODB_URI|NATS_URL|REDIS_URL)$/.test(name);

/** All that is unsafe in the variables a program reads, but what is allowed. */
export const unsafe = async (
  environment: Readonly<Record<string, string | undefined>>,
  variables: readonly string[],
  surroundings: Surroundings,
): Promise<SanityFinding[]> => {
  const allowed = (environment[allowVariable] ?? '').split(',').map(word => word.trim());
  const found = await Promise.all(
    variables.map(async (variable): Promise<SanityFinding[]> => {
      const value = environment[variable];
      if (value === undefined || value === '') return [];
      if (isSecret(variable)) return weakSecret(variable, value);
      if (isFile(variable)) return looseFile(variable, value, surroundings);
      return isAddress(variable) ? plainAddress(variable, value, surroundings) : [];
    }),
  );
  return found.flat().filter(({ code }) => !allowed.includes(code));
};

const finding = (code: SanityCode, variable: string, says: string): SanityFinding[] => [
  { code, variable, message: `${variable} ${says} (${allowVariable}=${code} starts all the same)` },
];

const weakSecret = (variable: string, value: string): SanityFinding[] => {
  const weak = (says: string) => finding('weak-secrets', variable, says);
  if (defaults.test(value) && !isRandom(value))
    return weak('is a secret that everybody knows: give it one of your own');
  if (value.length < shortest) return weak(`has ${value.length} characters, and a secret has ${shortest} at least`);
  const different = new Set(value).size;
  if (different >= fewestDifferent) return [];
  return weak(`has ${different} different characters, and a secret has ${fewestDifferent} at least`);
};

/**
 * `yard_` and the like stand before tokens that are random: what follows has letters of both cases, and many different
 * characters. A random one need not have a digit.
 */
const isRandom = (value: string) =>
  value.length >= 40 && /[a-z]/.test(value) && /[A-Z]/.test(value) && new Set(value).size >= 14;

const looseFile = async (variable: string, path: string, { modeOf }: Surroundings): Promise<SanityFinding[]> => {
  const mode = await modeOf(path);
  return mode === undefined || (mode & 0o007) === 0 ? [] : finding('loose-files', variable, looseWords(path));
};

/** What is wrong with a file of secrets that others may read or write. */
export const looseWords = (path: string): string =>
  `names ${path}, which every user of this machine may read or write: chmod o= ${path}`;

const plainAddress = async (variable: string, value: string, surroundings: Surroundings): Promise<SanityFinding[]> => {
  if (isEncrypted(value)) return [];
  for (const host of hostsOf(value)) {
    const address = await publicAddressOf(host, surroundings);
    if (address !== undefined)
      return finding(
        'plain-network',
        variable,
        `leads to ${host === address ? host : `${host} (${address})`}, a public address, without TLS: everybody on the way reads along`,
      );
  }
  return [];
};

const isEncrypted = (uri: string): boolean => {
  const [, scheme = '', rest = ''] = /^([a-z+]+):\/\/(.*)$/is.exec(uri) ?? [];
  const wish = /[?&](?:tls|ssl)=(true|false)/i.exec(rest)?.[1]?.toLowerCase();
  if (wish !== undefined) return wish === 'true';
  return ['tls', 'rediss', 'wss', 'mongodb+srv'].includes(scheme.toLowerCase());
};

/** The hosts of an address such as `mongodb://user:password@a:1,[::1]:2/database?option`. */
export const hostsOf = (uri: string): string[] => {
  const authority = uri.replace(/^[a-z+]+:\/\//i, '').split(/[/?#]/)[0] ?? '';
  return authority
    .slice(authority.lastIndexOf('@') + 1)
    .split(',')
    .map(host => /^\[([^\]]*)\]|^([^:]*)/.exec(host)?.slice(1).find(Boolean) ?? '')
    .filter(host => host !== '');
};

const publicAddressOf = async (host: string, { addressesOf }: Surroundings): Promise<string | undefined> => {
  if (isIP(host) !== 0) return isPrivateAddress(host) ? undefined : host;
  if (isPrivateName(host)) return undefined;
  return (await addressesOf(host)).find(address => !isPrivateAddress(address));
};
