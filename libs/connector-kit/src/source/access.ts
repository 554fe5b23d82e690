import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RepositoryAddress } from '@switchyard/contracts';
import { Fault } from '@switchyard/kernel';
import type { SourceConfig } from './config.js';
import type { SourceFolder } from './source-folder.js';

/** How git gets in, for as long as it is needed. */
export interface Access {
  /** What git is told, on top of all else. */
  environment: Record<string, string>;
  /** Takes away what was laid down for it. */
  close(): Promise<void>;
}

const nothing = () => Promise.resolve();
/** Hosts take any name of a user beside a token; this one is what most of them document. */
const usualUser = 'x-access-token';

/** @throws Fault `bad-credentials` for what cannot be credentials there */
export const accessTo = async (
  address: RepositoryAddress,
  secret: string | undefined,
  { folder, config }: { folder: SourceFolder; config: SourceConfig },
): Promise<Access> => {
  const isKey = secret !== undefined && secret.trimStart().startsWith('-----BEGIN');
  switch (address.protocol) {
    case 'ssh':
      if (secret !== undefined && !isKey) throw bad('a token', 'ssh takes a private key');
      return bySsh(secret, folder, config);
    case 'https':
    case 'http':
      if (isKey) throw bad('a private key', `${address.protocol} takes a token or user:password`);
      return { environment: secret === undefined ? {} : byPassword(address, secret, folder), close: nothing };
    // Neither asks anybody who they are.
    default:
      return { environment: {}, close: nothing };
  }
};

const bad = (what: string, why: string): Fault =>
  new Fault({
    code: 'bad-credentials',
    message: `the credentials of the source are ${what}, and ${why}`,
    blame: 'user',
    retry: false,
    suggestions: ['use another secret, or the other address of the repository'],
  });

/** Git asks a program of ours, which answers for this host only: not for one that a submodule or a redirect leads to. */
const byPassword = (
  { protocol, host, user: named }: RepositoryAddress,
  secret: string,
  folder: SourceFolder,
): Record<string, string> => {
  const whole = secret.trim();
  if (/[\r\n\0]/.test(whole)) throw bad('several lines', 'a token has one');
  const [, user = named ?? usualUser, password = whole] = /^([\w.@+-]+):(.+)$/.exec(whole) ?? [];
  return {
    GIT_ASKPASS: folder.askpass,
    YARD_GIT_PROTOCOL: protocol,
    YARD_GIT_HOST: host,
    YARD_GIT_USER: user,
    YARD_GIT_PASSWORD: password,
  };
};

/** Never with a key, an agent or settings of whoever runs the connector. */
const bySsh = async (
  key: string | undefined,
  folder: SourceFolder,
  { SOURCE_SSH_HOSTS, SOURCE_KNOWN_HOSTS }: SourceConfig,
): Promise<Access> => {
  const place = key === undefined ? undefined : await mkdtemp(join(folder.keys, 'key-'));
  const file = place === undefined ? 'none' : join(place, 'key');
  if (key !== undefined) await writeFile(file, `${key.replaceAll('\r\n', '\n').trim()}\n`, { mode: 0o600 });
  const options = {
    BatchMode: 'yes',
    IdentitiesOnly: 'yes',
    IdentityAgent: 'none',
    IdentityFile: file,
    PasswordAuthentication: 'no',
    KbdInteractiveAuthentication: 'no',
    ForwardAgent: 'no',
    ClearAllForwardings: 'yes',
    ControlMaster: 'no',
    ControlPath: 'none',
    PermitLocalCommand: 'no',
    UpdateHostKeys: 'no',
    StrictHostKeyChecking: SOURCE_SSH_HOSTS === 'known' ? 'yes' : 'accept-new',
    UserKnownHostsFile: SOURCE_KNOWN_HOSTS ?? folder.knownHosts,
    ConnectTimeout: '30',
    ServerAliveInterval: '15',
    ServerAliveCountMax: '4',
  };
  const words = Object.entries(options).map(([name, value]) => `-o ${quoted(`${name}="${value}"`)}`);
  return {
    environment: { GIT_SSH_COMMAND: ['ssh -F /dev/null', ...words].join(' '), GIT_SSH_VARIANT: 'ssh' },
    close: place === undefined ? nothing : () => rm(place, { recursive: true, force: true }),
  };
};

/** As one word of the shell by which git reads this one variable. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
