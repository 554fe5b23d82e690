import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { freePort, type GitServer, listening, stopped } from './git-servers.story.js';

const sshd = '/usr/sbin/sshd';
/** Why there is no ssh server here; undefined when there is. */
export const noSsh = existsSync(sshd) && existsSync('/usr/bin/ssh-keygen') ? undefined : 'there is no sshd here';

export interface SshServer extends GitServer {
  /** A private key that it takes. */
  key: string;
  /** A line of known_hosts. */
  known: string;
}

/** An ssh server of our own, with its own key, that takes one other key. */
export const serveSsh = async (root: string): Promise<SshServer> => {
  const folder = mkdtempSync(join(tmpdir(), 'yard-sshd-'));
  const port = await freePort();
  for (const name of ['host', 'person'])
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, name)]);
  const authorized = join(folder, 'authorized');
  writeFileSync(authorized, readFileSync(join(folder, 'person.pub')), { mode: 0o600 });
  // Started as root it wants this folder.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true });
  chmodSync(folder, 0o700);
  const settings = {
    Port: port,
    ListenAddress: '127.0.0.1',
    HostKey: join(folder, 'host'),
    AuthorizedKeysFile: authorized,
    PidFile: 'none',
    StrictModes: 'no',
    UsePAM: 'no',
    PasswordAuthentication: 'no',
    PermitRootLogin: 'yes',
    AcceptEnv: 'GIT_PROTOCOL',
  };
  const config = join(folder, 'sshd_config');
  writeFileSync(
    config,
    Object.entries(settings)
      .map(([name, value]) => `${name} ${value}\n`)
      .join(''),
  );
  const child = spawn(sshd, ['-D', '-e', '-f', config], { stdio: 'ignore', detached: true });
  await listening(port, child);
  const [type, key] = readFileSync(join(folder, 'host.pub'), 'utf8').split(' ');
  return {
    url: `ssh://${userInfo().username}@127.0.0.1:${port}${root}`,
    key: readFileSync(join(folder, 'person'), 'utf8'),
    known: `[127.0.0.1]:${port} ${type} ${key}\n`,
    stop: () => stopped(child)().finally(() => rmSync(folder, { recursive: true, force: true })),
  };
};
