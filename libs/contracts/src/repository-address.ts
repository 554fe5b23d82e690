/** The variable that holds the credentials of a step's source; the step itself never sees it. */
export const sourceCredentials = 'YARD_SOURCE_CREDENTIALS';

export const repositoryProtocols = ['https', 'http', 'ssh', 'git', 'file'] as const;
export type RepositoryProtocol = (typeof repositoryProtocols)[number];

/** Where a repository is, without anything secret. */
export interface RepositoryAddress {
  protocol: RepositoryProtocol;
  /** What git is given; it holds no name of a user for https, and never a password. */
  url: string;
  /** With its port, where it has one; empty for a path. */
  host: string;
  /** Whom to sign in as, where the address says it. */
  user?: string;
  /** Of a repository of this machine. */
  path?: string;
}

export interface AddressMistake {
  code: 'bad-repository' | 'credentials-in-url';
  mistake: string;
  suggestion: string;
}

const longest = 2_000;
const example = 'write an address such as https://git.example.com/team/web.git or git@git.example.com:team/web.git';

/**
 * Reads the address of a repository as git knows it (git-fetch(1), GIT URLS), but for what would let it say more than
 * where: options, helpers of remotes (`ext::`), passwords.
 */
export const readRepository = (text: string): RepositoryAddress | AddressMistake => {
  const shown = JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
  const refuse = (why: string, suggestion = example): AddressMistake => ({
    code: 'bad-repository',
    mistake: `${shown} ${why}`,
    suggestion,
  });
  const odd = oddIn(text);
  return odd === undefined ? byProtocol(text, refuse) : refuse(odd);
};

const byProtocol = (text: string, refuse: Refuse): RepositoryAddress | AddressMistake => {
  if (text.startsWith('/')) return fileAt(text, refuse);
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//.exec(text)?.[1]?.toLowerCase();
  switch (scheme) {
    case undefined:
      return scpLike(text, refuse);
    case 'file':
      return fileAt(text.slice('file://'.length), refuse);
    case 'ssh':
      return overSsh(text, refuse);
    case 'https':
    case 'http':
    case 'git':
      return overWeb(text, scheme, refuse);
    default:
      return refuse(`has the protocol ${scheme}, which is none of https, http, ssh, git and file`);
  }
};

/** What no address is, whatever its protocol. */
const oddIn = (text: string): string | undefined => {
  if (text === '') return 'is no address of a repository';
  if (text.length > longest) return `has ${text.length} characters, and ${longest} is the most`;
  if (/[\p{Cc}\s\u202a-\u202e\u2066-\u2069]/u.test(text)) return 'holds a character that no address has';
  if (text.startsWith('-')) return 'begins with a dash, so that it would be an option';
  return /^[A-Za-z0-9+.-]*::/.test(text) ? 'names a program that would fetch it' : undefined;
};

export const isMistake = (read: RepositoryAddress | AddressMistake): read is AddressMistake => 'mistake' in read;

type Refuse = (why: string, suggestion?: string) => AddressMistake;

const fileAt = (path: string, refuse: Refuse): RepositoryAddress | AddressMistake => {
  if (!path.startsWith('/')) return refuse('is no whole path of this machine');
  if (path.split('/').includes('..')) return refuse('goes up in its path');
  return { protocol: 'file', url: `file://${path}`, host: '', path };
};

const hostName = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])$/;
const userName = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$/;

/** @returns what is wrong with a path on another machine */
const wrongPath = (path: string): string | undefined => {
  if (/^\/*$/.test(path)) return 'names no repository on its host';
  if (/^\/*-/.test(path)) return 'has a path that begins with a dash';
  return path.split('/').includes('..') ? 'goes up in its path' : undefined;
};

/** `user@host:path`. */
const scpLike = (text: string, refuse: Refuse): RepositoryAddress | AddressMistake => {
  const [, user, host = '', path = ''] = /^(?:([^@/:]*)@)?(\[[^\]/]*\]|[^@/:[\]]+):(.+)$/.exec(text) ?? [];
  if (host === '') return refuse('is no address of a repository');
  if (user !== undefined && !userName.test(user)) return refuse('has a user that is no name');
  if (!hostName.test(host)) return refuse('has a host that is no name');
  const wrong = wrongPath(path);
  if (wrong !== undefined) return refuse(wrong);
  return { protocol: 'ssh', url: text, host, ...(user === undefined ? {} : { user }) };
};

interface Remote {
  userInfo: string | undefined;
  host: string;
  port: string | undefined;
  path: string;
}

const partsOf = (text: string): Remote => {
  const [, userInfo, host = '', port, path = ''] =
    /^[a-z]+:\/\/(?:([^/]*)@)?(\[[^\]/]*\]|[^@/:[\]]*)(?::([^/]*))?(\/.*)?$/i.exec(text) ?? [];
  return { userInfo, host, port, path };
};

const mistakeIn = ({ userInfo, host, port, path }: Remote, refuse: Refuse): AddressMistake | undefined => {
  if (userInfo?.includes(':')) return passwordInside();
  if (userInfo !== undefined && !userName.test(userInfo)) return refuse('has a user that is no name');
  if (!hostName.test(host)) return refuse('has a host that is no name');
  if (port !== undefined && !isPort(port)) return refuse('has a port that is no number from 1 to 65535');
  const wrong = wrongPath(path);
  return wrong === undefined ? undefined : refuse(wrong);
};

const overSsh = (text: string, refuse: Refuse): RepositoryAddress | AddressMistake => {
  const parts = partsOf(text);
  const mistake = mistakeIn(parts, refuse);
  if (mistake) return mistake;
  const { userInfo, path } = parts;
  const host = hostOf(parts);
  if (userInfo === undefined) return { protocol: 'ssh', url: `ssh://${host}${path}`, host };
  return { protocol: 'ssh', url: `ssh://${userInfo}@${host}${path}`, host, user: userInfo };
};

const hostOf = ({ host, port }: Remote): string => (port === undefined ? host : `${host}:${port}`);

const isPort = (text: string): boolean => /^\d{1,5}$/.test(text) && Number(text) > 0 && Number(text) < 65_536;

const overWeb = (
  text: string,
  protocol: 'https' | 'http' | 'git',
  refuse: Refuse,
): RepositoryAddress | AddressMistake => {
  const parts = partsOf(text);
  const mistake = mistakeIn(parts, refuse);
  if (mistake) return mistake;
  const { userInfo, path } = parts;
  if (/[?#\\]/.test(path)) return refuse('holds ?, # or \\, which no address of a repository has');
  const host = hostOf(parts).toLowerCase();
  const user = userInfo === undefined ? {} : { user: userInfo };
  return { protocol, url: `${protocol}://${host}${path}`, host, ...user };
};

/** What was written is not repeated. */
const passwordInside = (): AddressMistake => ({
  code: 'credentials-in-url',
  mistake: 'the address of the repository holds a password, and addresses are shown',
  suggestion: 'make it a secret, and name the secret: source: { repository: …, credentials: NAME }',
});

const longestRef = 500;

/** What is wrong with a branch, a tag or a reference, by git-check-ref-format(1); undefined for a good one. */
export const wrongRef = (ref: string): string | undefined => {
  const shown = JSON.stringify(ref.length > 80 ? `${ref.slice(0, 80)}…` : ref);
  if (ref === '') return 'the ref is empty';
  if (ref.length > longestRef) return `a ref has ${ref.length} characters, and ${longestRef} is the most`;
  if (/^[-/]|[\p{Cc}\s~^:?*[\\]|\.\.|\/\/|@\{|\/$|\.$/u.test(ref) || ref === '@')
    return `${shown} is no name of a branch, a tag or a reference`;
  return ref.split('/').some(part => part.startsWith('.') || part.endsWith('.lock'))
    ? `${shown} is no name of a branch, a tag or a reference`
    : undefined;
};

/** A whole or shortened name of a commit. */
export const isCommitName = (text: string): boolean => /^[0-9a-f]{4,64}$/.test(text);
/** By SHA-1, or by SHA-256. */
export const isWholeCommit = (text: string): boolean => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
