import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, House } from '../../house.js';
import { Counted } from '../counted.js';
import { drawnFrom, hurried, seed } from '../profile.js';
import { FaultProxy } from '../proxy.js';

const present = spawnSync('redis-server', ['--version']).status === 0;
const rows = present ? describe : describe.skip;

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

const listens = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

rows(`Redis (seed ${seed})${present ? '' : ' (skipped: there is no redis-server on this machine)'}`, () => {
  let redis: ChildProcess;
  let folder: string;
  let line: FaultProxy;
  let house: House;
  beforeAll(async () => {
    const port = await freePort();
    folder = mkdtempSync(join(tmpdir(), 'yard-redis-'));
    redis = spawn('redis-server', ['--port', String(port), '--save', '', '--dir', folder], { stdio: 'ignore' });
    await eventually('a listening Redis', () => listens(port));
    const url = `redis://127.0.0.1:${port}`;
    line = await FaultProxy.to(url);
    house = await House.start({ processes: true, environment: { ...hurried, REDIS_URL: line.through(url) } });
  });
  afterAll(async () => {
    await house.stop();
    await line.stop();
    redis.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  const ways = [
    { way: 'gone', begin: () => line.cut() },
    { way: 'silent', begin: () => line.blackHole() },
  ];

  it.each(drawnFrom(ways, 1))(
    'is $way and comes back: nothing is noticed',
    async ({ begin }) => {
      const counted = new Counted(house);
      try {
        await counted.begin(2);
        begin();
        await counted.begin(3);
        await counted.check();
        line.pass();
        await counted.begin(2);
        await counted.check();
      } finally {
        line.pass();
        counted.remove();
      }
    },
    90_000,
  );
});
