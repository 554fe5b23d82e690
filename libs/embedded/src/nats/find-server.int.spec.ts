import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { arch, tmpdir } from 'node:os';
import { join } from 'node:path';
import { findNatsServer } from './find-server.js';
import { fromDistribution } from './from-distribution.js';
import { fromRelease } from './from-release.js';

const nothing = () => undefined;
const processor = { x64: 'amd64', arm64: 'arm64' }[arch() as 'x64' | 'arm64'] ?? arch();
const name = `nats-server-v9.9.9-linux-${processor}`;

describe('a nats-server', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'yard-find-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const program = (path: string, says: string) => {
    writeFileSync(path, `#!/bin/sh\necho "${says}"\n`);
    chmodSync(path, 0o755);
  };

  describe('on this machine', () => {
    it('is taken from the first folder that has one', async () => {
      program(join(folder, 'nats-server'), 'nats-server: v2.10.0');
      expect(await findNatsServer({ folders: ['/nowhere', folder], cache: folder })).toBe(join(folder, 'nats-server'));
    });

    it('is asked for its version once, and again when it has changed', async () => {
      const find = () => findNatsServer({ folders: [folder], cache: join(folder, 'kept'), release: 'none' });
      const note = join(folder, 'asked');
      const become = (version: string) =>
        writeFileSync(
          join(folder, 'nats-server'),
          `#!/bin/sh\necho ${version} >>${note}\necho "nats-server: ${version}"\n`,
          {
            mode: 0o755,
          },
        );
      become('v2.9.0');
      expect(await find()).toBe(await find());
      expect(readFileSync(note, 'utf8')).toBe('v2.9.0\n');
      become('v2.10.0');
      await find();
      expect(readFileSync(note, 'utf8')).toBe('v2.9.0\nv2.10.0\n');
    });

    it.each([
      ['too old', 'nats-server: v2.8.4', 'is version 2.8, and 2.9 is the oldest that works'],
      ['not what it seems', 'hello', 'does not tell its version'],
    ])('is not taken when it is %s, and that is said', async (_what, says, why) => {
      program(join(folder, 'nats-server'), says);
      // A cache that cannot be a folder: nothing is fetched either.
      const finding = findNatsServer({ folders: [folder], cache: join(folder, 'nats-server', 'x'), release: 'none' });
      await expect(finding).rejects.toMatchObject({ code: 'no-nats-server' });
      await expect(finding).rejects.toThrow(why);
    });
  });

  const hasApt = spawnSync('apt-get', ['--version']).status === 0;
  (hasApt ? it : it.skip)(
    'comes out of the package of the distribution, is kept, and installs nothing',
    async () => {
      const said: string[] = [];
      const binary = await fromDistribution(folder, line => said.push(line));
      expect(said).toEqual(['fetching nats-server from the distribution']);
      expect(spawnSync(binary ?? '', ['--version'], { encoding: 'utf8' }).stdout).toMatch(/nats-server: v2\./);
      expect(await fromDistribution(folder, line => said.push(line))).toBe(binary);
      expect(said).toHaveLength(1);
      expect(readdirSync(folder)).toEqual(['nats-server-distribution']);
    },
    180_000,
  );

  describe('of the official release', () => {
    let server: Server;
    let archive: Buffer;
    let sums: string;
    beforeEach(async () => {
      const source = join(folder, 'source');
      mkdirSync(join(source, name), { recursive: true });
      program(join(source, name, 'nats-server'), 'nats-server: v9.9.9');
      spawnSync('tar', ['-czf', 'archive.tar.gz', name], { cwd: source });
      archive = readFileSync(join(source, 'archive.tar.gz'));
      sums = `${createHash('sha256').update(archive).digest('hex')}  ${name}.tar.gz\n`;
      server = createServer((request, response) => {
        if (request.url === `/${name}.tar.gz`) response.end(archive);
        else if (request.url === '/SHA256SUMS') response.end(sums);
        else response.writeHead(404).end();
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
    });
    afterEach(() => {
      server.closeAllConnections();
      server.close();
    });
    const fetched = (version = '9.9.9') => {
      const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      return fromRelease(join(folder, 'cache'), nothing, { address, version });
    };

    it('is taken when its checksum is the one that was published', async () => {
      const binary = await fetched();
      expect(spawnSync(binary, ['--version'], { encoding: 'utf8' }).stdout).toContain('v9.9.9');
    });

    it.each([
      ['another checksum', () => (sums = `${'0'.repeat(64)}  ${name}.tar.gz\n`), 'the checksum of'],
      ['no checksum', () => (sums = ''), 'and none was published'],
      ['a byte more', () => (archive = Buffer.concat([archive, Buffer.from('x')])), 'the checksum of'],
    ])('is refused with %s, and nothing of it is kept', async (_what, spoil, why) => {
      spoil();
      await expect(fetched()).rejects.toThrow(why);
      expect(existsSync(join(folder, 'cache'))).toBe(false);
    });

    it('is refused when it is not there', async () => {
      await expect(fetched('1.0.0')).rejects.toThrow('answered 404');
    });
  });
});
