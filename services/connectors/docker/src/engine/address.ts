import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DockerOptions } from 'dockerode';
import { Fault } from '@switchyard/kernel';
import type { DockerConfig } from '../config.js';

export interface EngineAddress {
  options: DockerOptions;
  /** On this machine, so that folders of ours can be mounted. */
  isLocal: boolean;
  /** As people know it. */
  name: string;
}

const usualSocket = '/var/run/docker.sock';

const refuse = (message: string): Fault =>
  new Fault({
    code: 'bad-engine-address',
    message,
    blame: 'platform',
    retry: false,
    suggestions: ['write unix:///path, tcp://host:port or ssh://user@host'],
  });

/** @throws Fault `bad-engine-address` */
export const addressOf = (config: Partial<DockerConfig>): EngineAddress => {
  const { DOCKER_HOST: text = `unix://${usualSocket}` } = config;
  if (text.startsWith('unix://'))
    return { options: { socketPath: text.slice('unix://'.length) || usualSocket }, isLocal: true, name: text };
  if (!URL.canParse(text)) throw refuse(`DOCKER_HOST is no address: ${text}`);
  const url = new URL(text);
  if (url.protocol === 'ssh:') return { options: bySsh(config, url), isLocal: false, name: text };
  if (['tcp:', 'http:', 'https:'].includes(url.protocol))
    return { options: byTcp(config, url), isLocal: false, name: text };
  throw refuse(`DOCKER_HOST has an unknown protocol: ${text}`);
};

const portOf = ({ port }: URL): { port?: number } => (port === '' ? {} : { port: Number(port) });

const byTcp = (config: Partial<DockerConfig>, url: URL): DockerOptions => {
  const isSafe = url.protocol === 'https:' || config.DOCKER_TLS_VERIFY === '1' || url.port === '2376';
  const usual = isSafe ? ({ port: 2_376, protocol: 'https' } as const) : ({ port: 2_375, protocol: 'http' } as const);
  return { ...usual, ...portOf(url), host: url.hostname, ...(isSafe ? certificates(config) : {}) };
};

const bySsh = ({ SSH_AUTH_SOCK: agent }: Partial<DockerConfig>, url: URL): DockerOptions => ({
  protocol: 'ssh',
  host: url.hostname,
  ...portOf(url),
  ...(url.username === '' ? {} : { username: url.username }),
  ...(agent === undefined ? {} : { sshOptions: { agent } }),
});

const certificates = ({ DOCKER_CERT_PATH: folder }: Partial<DockerConfig>): DockerOptions => {
  if (folder === undefined) return {};
  const [ca, cert, key] = ['ca.pem', 'cert.pem', 'key.pem'].map(name => {
    try {
      return readFileSync(join(folder, name), 'utf8');
    } catch (error) {
      throw refuse(`DOCKER_CERT_PATH has no ${name} that can be read: ${String(error)}`);
    }
  });
  return { ca, cert, key } as DockerOptions;
};
