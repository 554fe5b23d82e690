import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect, type AddressInfo, createServer } from 'node:net';
import { configureLogs } from '@switchyard/telemetry';
import { type Cache, LocalCache } from './cache.js';
import { openStore } from './open-store.js';
import { openCache } from './redis-cache.js';

const redis = ['redis-server', '/usr/bin/redis-server'].find(name => spawnSync(name, ['--version']).status === 0);

const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
};

const startRedis = async (port: number): Promise<ChildProcess> => {
  const words = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn(redis ?? '', words, { stdio: 'ignore' });
  for (let up = false; !up;)
    up = await new Promise(resolve => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => resolve(Boolean(socket.end())));
      socket.once('error', () => setTimeout(resolve, 10, false));
    });
  return child;
};

const until = async (fact: () => Promise<boolean>) => {
  while (!(await fact())) await new Promise(resolve => setTimeout(resolve, 5));
};

const promises = (open: () => Promise<Cache>) => {
  let cache: Cache;
  beforeAll(async () => {
    cache = await open();
    await until(async () => {
      await cache.set('warm', 'yes', 60_000);
      return (await cache.get('warm')) === 'yes';
    });
  });
  afterAll(() => cache.close());

  it('gives what was put, until it is deleted or its time is over', async () => {
    await cache.set('a', 'ä\n"x"', 60_000);
    expect(await cache.get('a')).toBe('ä\n"x"');
    await cache.delete('a');
    expect(await cache.get('a')).toBeUndefined();
    await cache.set('short', 'x', 20);
    await until(async () => (await cache.get('short')) === undefined);
  });

  it('misses what it never had', async () => {
    expect(await cache.get('nothing')).toBeUndefined();
  });
};

describe('a cache in the process', () => {
  promises(async () => new LocalCache());

  it('forgets the least recently used key when it is full', async () => {
    const cache = new LocalCache();
    for (let i = 0; i < 10_000; i += 1) await cache.set(`k${i}`, 'x', 60_000);
    await cache.get('k0');
    await cache.set('one more', 'x', 60_000);
    expect([await cache.get('k0'), await cache.get('k1')]).toEqual(['x', undefined]);
  });
});

(redis ? describe : describe.skip)('a cache in Redis', () => {
  let port: number;
  let server: ChildProcess;
  beforeAll(async () => {
    configureLogs({ level: 'fatal' });
    port = await freePort();
    server = await startRedis(port);
  });
  afterAll(async () => {
    server.kill('SIGKILL');
    await once(server, 'exit');
  });

  promises(() => openCache({ redisUrl: `redis://127.0.0.1:${port}` }));

  it('misses while Redis is away, without an error, and finds things again when it is back', async () => {
    const cache = await openCache({ redisUrl: `redis://127.0.0.1:${port}` });
    const works = async () => {
      await cache.set('k', 'v', 60_000);
      return (await cache.get('k')) === 'v';
    };
    await until(works);
    server.kill('SIGKILL');
    await once(server, 'exit');
    expect(await cache.get('k')).toBeUndefined();
    await cache.set('k', 'v', 60_000);
    await cache.delete('k');
    server = await startRedis(port);
    await until(works);
    await cache.close();
  });

  it('that is silent costs one wait, and the lookups after it none', async () => {
    const cache = await openCache({ redisUrl: `redis://127.0.0.1:${port}` });
    const works = async () => {
      await cache.set('k', 'v', 60_000);
      return (await cache.get('k')) === 'v';
    };
    await until(works);
    server.kill('SIGSTOP');
    try {
      expect(await cache.get('k')).toBeUndefined();
      const later = Array.from({ length: 50 }, () => cache.get('k'));
      // All of them have their answer before anything that takes time could give one.
      const first = await Promise.race([Promise.all(later), new Promise(resolve => setImmediate(resolve))]);
      expect(first).toEqual(Array.from({ length: 50 }, () => undefined));
    } finally {
      server.kill('SIGCONT');
    }
    await until(works);
    await cache.close();
  });
});

describe('a store that is not there', () => {
  it('is told in one sentence, without its password, and soon', async () => {
    const uri = `mongodb://user:hidden@127.0.0.1:${await freePort()}/?serverSelectionTimeoutMS=200`;
    const opening = openStore({ uri, database: 'x', service: 'test' });
    await expect(opening).rejects.toMatchObject({ code: 'store-unreachable', retry: true });
    await expect(opening).rejects.not.toThrow(/hidden/);
  });
});
