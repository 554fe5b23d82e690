import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ShellConfig } from '@switchyard/connector-shell';
import { NullConfig } from '@switchyard/connector-null';
import { ExecutionConfig } from '@switchyard/execution';
import { GatewayConfig } from '@switchyard/gateway';
import { readConfig } from '@switchyard/http';
import { PipelineConfig } from '@switchyard/pipeline';
import { ServiceRegistryConfig } from '@switchyard/service-registry';
import { getMetadataStorage } from 'class-validator';
import { parse } from 'yaml';
import { root } from './house.js';

interface ComposeService {
  image: string;
  environment?: Record<string, string>;
  ports?: string[];
  healthcheck?: object;
}

const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
const { services } = parse(text, { merge: true }) as { services: Record<string, ComposeService> };
const example = Object.fromEntries(
  readFileSync(join(root, '.env.example'), 'utf8')
    .split('\n')
    .filter(line => /^[A-Z]/.test(line))
    .map(line => line.split('=', 2) as [string, string]),
);

const configs: Record<string, new () => object> = {
  gateway: GatewayConfig,
  pipeline: PipelineConfig,
  execution: ExecutionConfig,
  'service-registry': ServiceRegistryConfig,
  'connector-shell': ShellConfig,
  'connector-null': NullConfig,
};

/** As compose fills variables in: the value, the default, or an error. */
const filled = (value: string): string =>
  value.replace(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_whole, name: string, kind?: string, rest = '') => {
    const given = example[name];
    if (given !== undefined) return given;
    if (kind === '?') throw new Error(`${name}: ${rest}`);
    return rest;
  });

const environmentOf = (service: string) =>
  Object.fromEntries(
    Object.entries(services[service]?.environment ?? {}).map(([name, value]) => [name, filled(String(value))]),
  );

describe('docker-compose.yml', () => {
  it('has a container for every service, and for mongo, nats and redis', () => {
    expect(Object.keys(services).sort()).toEqual([...Object.keys(configs), 'mongo', 'nats', 'redis'].sort());
  });

  it.each(Object.entries(configs))('tells %s what it reads, and nothing else', (service, Class) => {
    const environment = environmentOf(service);
    expect(readConfig(Class, environment)).toBeInstanceOf(Class);
    const rules = getMetadataStorage().getTargetValidationMetadatas(Class, '', false, false);
    const known = new Set(rules.map(rule => rule.propertyName));
    expect(Object.keys(environment).filter(name => !known.has(name))).toEqual([]);
    expect(environment['NATS_USER']).toBe(service);
  });

  it('gives connectors no way to the store', () => {
    for (const service of ['connector-shell', 'connector-null'])
      expect(Object.keys(environmentOf(service)).filter(name => /MONGO|REDIS|TOKEN/.test(name))).toEqual([]);
  });

  it('opens the gateway alone, and only on this machine', () => {
    const open = Object.entries(services).filter(([, { ports }]) => ports);
    expect(open.map(([name]) => name)).toEqual(['gateway']);
    expect(open[0]?.[1].ports?.every(port => port.startsWith('127.0.0.1:'))).toBe(true);
  });

  it('asks every container how it is', () => {
    for (const [name, { healthcheck }] of Object.entries(services))
      expect({ name, healthcheck }).toHaveProperty('healthcheck.test');
  });

  const compose = ['docker-compose', '/usr/libexec/docker/cli-plugins/docker-compose'].find(
    program => spawnSync(program, ['version']).status === 0,
  );
  (compose ? it : it.skip)('is accepted by compose', () => {
    const words = ['--env-file', '.env.example', '-f', 'docker-compose.yml', 'config', '-q'];
    const { status, stderr } = spawnSync(compose ?? '', words, { cwd: root, encoding: 'utf8' });
    // The file of passwords is each installation's own.
    const complaint = existsSync(join(root, '.env')) ? stderr : stderr.replace(/.*env file.*\.env.*\n?/i, '');
    expect({ status: complaint === '' ? 0 : status, complaint }).toEqual({ status: 0, complaint: '' });
  });

  it('starts nats-server with the table of infra/nats, as it is now', () => {
    const check = spawnSync(process.execPath, ['scripts/nats-conf.mjs', '--check'], { cwd: root, encoding: 'utf8' });
    expect(check.stderr).toBe('');
    expect(check.status).toBe(0);
  });

  const nats = ['nats-server', '/usr/sbin/nats-server'].find(program => spawnSync(program, ['--version']).status === 0);
  (nats ? it : it.skip)('has a configuration that nats-server takes, with a password for every user', () => {
    const words = ['-t', '-c', join(root, 'infra/nats/server.conf')];
    const good = spawnSync(nats ?? '', words, { env: { ...process.env, ...example }, encoding: 'utf8' });
    expect(good.stderr + good.stdout).toMatch(/is valid/);
    const lacking = { ...process.env, ...example, NATS_PASSWORD_GATEWAY: undefined };
    expect(spawnSync(nats ?? '', words, { env: lacking, encoding: 'utf8' }).stderr).toContain('NATS_PASSWORD_GATEWAY');
  });
});
