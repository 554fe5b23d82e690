import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '@switchyard/http';
import { parse } from 'yaml';
import { configs, variablesOf } from './configs.js';
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
    const known = variablesOf(Class);
    expect(Object.keys(environment).filter(name => !known.includes(name))).toEqual([]);
    expect(environment['NATS_USER']).toBe(service);
  });

  it('gives connectors no way to the store', () => {
    for (const service of ['connector-shell', 'connector-null', 'connector-docker'])
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
  (compose ? it : it.skip)('is accepted by compose, with the example for its variables', () => {
    const folder = mkdtempSync(join(tmpdir(), 'yard-compose-'));
    try {
      cpSync(join(root, 'docker-compose.yml'), join(folder, 'docker-compose.yml'));
      cpSync(join(root, '.env.example'), join(folder, '.env'));
      const run = () => spawnSync(compose ?? '', ['config', '-q'], { cwd: folder, encoding: 'utf8' });
      const { status, stderr } = run();
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      writeFileSync(join(folder, '.env'), '');
      expect(run()).toMatchObject({ stderr: expect.stringContaining('see .env.example') });
    } finally {
      rmSync(folder, { recursive: true });
    }
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
