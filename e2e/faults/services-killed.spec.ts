import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { House } from '../house.js';
import { commonHouse } from './common-house.js';
import { Counted } from './counted.js';
import { natsPidOf, pidOf } from './pids.js';
import { drawnFrom, seed } from './profile.js';

const services = ['execution', 'pipeline', 'service-registry', 'gateway', 'connector-shell', 'nats-server'];

describe(`executions under way (seed ${seed})`, () => {
  let house: House;
  let counted: Counted;
  beforeAll(async () => {
    house = await commonHouse();
  });
  beforeEach(() => {
    counted = new Counted(house);
  });
  afterEach(() => counted.remove());

  it.each(drawnFrom(services, 3))(
    'all end well, each step started once and its output whole, when %s is killed with -9',
    async service => {
      const pid = service === 'nats-server' ? natsPidOf(house) : await pidOf(house, service);
      await counted.begin(6);
      process.kill(pid, 'SIGKILL');
      await counted.check();
    },
    150_000,
  );

  it('all end well when nats-server is killed with -9 and its whole store is gone', async () => {
    await counted.begin(12);
    const pid = natsPidOf(house);
    rmSync(join(house.data, 'nats/jetstream'), { recursive: true });
    process.kill(pid, 'SIGKILL');
    await counted.check();
  }, 150_000);
});
