import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { House, type HouseOptions, launch, type Said } from './house.js';

interface End {
  said: Said | undefined;
  code: number | null;
}

const attempt = async (data: string, options: Omit<HouseOptions, 'data'> = {}): Promise<End> => {
  const { child, words } = launch(data, options);
  const gone = once(child, 'exit');
  let said: Said | undefined;
  for await (const word of words) said = word;
  const [code] = (await gone) as [number | null];
  return { said, code };
};

/** Processes whose command line names a folder. */
const processesOf = (folder: string): string[] =>
  spawnSync('pgrep', ['-f', '-a', folder], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter(line => line && !line.includes('pgrep'));

describe.each([{ processes: false }, { processes: true }])('a start that cannot work (%o)', ({ processes }) => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'yard-bad-start-'))));
  afterEach(() => {
    expect(processesOf(folder)).toEqual([]);
    rmSync(folder, { recursive: true, force: true });
  });

  const data = () => join(folder, 'data');
  const nothingPublished = () => expect(existsSync(join(data(), 'platform.json'))).toBe(false);

  it('says that the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { said, code } = await attempt(data(), { port, processes });
    other.close();
    expect(said).toMatchObject({ event: 'failed', code: 'port-taken' });
    expect(said?.message).toBe(`port ${port} on 127.0.0.1 is taken by another program`);
    expect(code).toBe(1);
    nothingPublished();
  });

  it('says the last word of a nats-server that dies at its start', async () => {
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    const fake = `#!/bin/sh
case "$1" in --version) echo 'nats-server: v2.9.10' ;; *) echo 'cannot open the hatch' >&2; exit 1 ;; esac
`;
    writeFileSync(join(bin, 'nats-server'), fake);
    chmodSync(join(bin, 'nats-server'), 0o755);
    const environment = { PATH: `${bin}:${process.env['PATH'] ?? ''}` };
    const { said, code } = await attempt(data(), { processes, environment });
    expect(said).toMatchObject({ event: 'failed', code: 'bus-not-started' });
    expect(said?.message).toContain('cannot open the hatch');
    expect(code).toBe(1);
    nothingPublished();
  });

  it('says that the data directory is no folder that can be written', async () => {
    writeFileSync(data(), 'a file');
    const { said, code } = await attempt(data(), { processes });
    expect(said).toMatchObject({ event: 'failed', code: 'directory-not-writable' });
    expect(said?.message).toContain(data());
    expect(code).toBe(1);
    expect(readdirSync(folder)).toEqual(['data']);
  });

  it('says that another platform has the data directory, and leaves that one alone', async () => {
    const house = await House.start({ data: data(), processes });
    const { said, code } = await attempt(data(), { processes });
    expect(said).toMatchObject({ event: 'failed', code: 'directory-taken' });
    expect(said?.message).toContain(String(house.pid));
    expect(code).toBe(1);
    expect((await house.request('/healthz')).status).toBe(200);
    expect(existsSync(join(data(), 'platform.json'))).toBe(true);
    await house.stop();
    nothingPublished();
  });

  it('says that the store is in the open', async () => {
    const environment = { MONGODB_URI: 'mongodb://user:hidden@203.0.113.7:27017' };
    const { said, code } = await attempt(data(), { processes, environment });
    expect(said).toMatchObject({ event: 'failed', code: 'unsafe-config' });
    expect(said?.message).toMatch(/^MONGODB_URI leads to 203\.0\.113\.7, [^\n]*YARD_ALLOW=plain-network[^\n]*$/);
    expect(said?.message).not.toContain('hidden');
    expect(code).toBe(1);
    nothingPublished();
  });

  it('says that everybody may read the token', async () => {
    mkdirSync(data());
    writeFileSync(join(data(), 'token'), 'x1Y2'.repeat(10));
    chmodSync(join(data(), 'token'), 0o644);
    const { said, code } = await attempt(data(), { processes });
    expect(said).toMatchObject({ event: 'failed', code: 'unsafe-config' });
    expect(said?.message).toContain(`chmod o= ${join(data(), 'token')}`);
    expect(code).toBe(1);
    nothingPublished();
  });

  it('says that the store cannot be reached', async () => {
    const environment = { MONGODB_URI: 'mongodb://user:hidden@127.0.0.1:1/?serverSelectionTimeoutMS=300' };
    const { said, code } = await attempt(data(), { processes, environment });
    expect(said).toMatchObject({ event: 'failed', code: 'store-unreachable' });
    expect(said?.message).not.toContain('hidden');
    expect(code).toBe(1);
  });
});

describe('a platform that dies with -9', () => {
  it('leaves no process behind, and starts again on its data', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'yard-killed-'));
    const data = join(folder, 'data');
    const first = await House.start({ data, processes: true });
    const execution = await first.run('name: kept\nsteps:\n  - { name: one, run: echo kept }\n');
    await first.end('SIGKILL');
    const until = performance.now() + 20_000;
    while (processesOf(data).length > 0 && performance.now() < until)
      await new Promise(resolve => setTimeout(resolve, 50));
    expect(processesOf(data)).toEqual([]);
    const second = await House.start({ data });
    expect((await second.get(execution.id)).status).toBe('success');
    expect(await second.output(execution, 'one')).toBe('kept\n');
    await second.stop();
    rmSync(folder, { recursive: true, force: true });
  });
});
