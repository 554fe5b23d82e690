import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { configureLogs } from '@switchyard/telemetry';
import { type Counters, LocalCounters } from './counters.js';
import { openCounters } from './redis-counters.js';

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

const promises = (open: () => Promise<Counters>) => {
  it('counts in spans that begin with the first and are not prolonged, and forgets what is cleared', async () => {
    const counters = await open();
    const first = await counters.add('a', 60_000);
    expect(first.count).toBe(1);
    const second = await counters.add('a', 999_000);
    expect(second.count).toBe(2);
    expect(second.leftMs).toBeLessThanOrEqual(60_000);
    expect((await counters.look('a'))?.count).toBe(2);
    expect(await counters.look('b')).toBeUndefined();
    await counters.clear('a');
    expect(await counters.look('a')).toBeUndefined();
    await counters.set('c', 7, 60_000);
    expect((await counters.add('c', 1)).count).toBe(8);
    await counters.add('short', 20);
    await until(async () => (await counters.look('short')) === undefined);
    await counters.close();
  });

  it('counts each of many at once', async () => {
    const counters = await open();
    const counts = await Promise.all(Array.from({ length: 200 }, () => counters.add('many', 60_000)));
    expect(counts.map(({ count }) => count).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 200 }, (_, n) => n + 1),
    );
    await counters.close();
  });
};

describe('counters in the process', () => {
  promises(async () => new LocalCounters());

  it('are bounded, whoever asks', async () => {
    const counters = new LocalCounters();
    for (let n = 0; n <= 100_000; n += 1) await counters.add(`k${n}`, 60_000);
    expect([await counters.look('k0'), (await counters.look('k1'))?.count]).toEqual([undefined, 1]);
  });
});

(redis ? describe : describe.skip)('counters in Redis', () => {
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
  /** Redis is asked once it is connected. */
  const open = async () => {
    const counters = await openCounters({ redisUrl: `redis://127.0.0.1:${port}` });
    const other = await openCounters({ redisUrl: `redis://127.0.0.1:${port}` });
    const key = `warm${Math.random()}`;
    await until(async () => {
      await counters.set(key, 3, 60_000);
      return (await other.look(key))?.count === 3;
    });
    await other.close();
    return counters;
  };

  promises(open);

  it('are shared, and counted by each process for itself while Redis is away, without an error', async () => {
    const [one, two] = [await open(), await open()];
    await one.add('shared', 60_000);
    expect((await two.add('shared', 60_000)).count).toBe(2);
    expect(await one.ping()).toBe('in Redis');
    server.kill('SIGKILL');
    await once(server, 'exit');
    expect([(await one.add('shared', 60_000)).count, (await one.add('shared', 60_000)).count]).toEqual([1, 2]);
    await expect(one.ping()).rejects.toThrow();
    await one.clear('shared');
    expect(await one.look('shared')).toBeUndefined();
    server = await startRedis(port);
    await until(async () => {
      await one.set('back', 5, 60_000);
      return (await two.look('back'))?.count === 5;
    });
    await Promise.all([one.close(), two.close()]);
  });
});
