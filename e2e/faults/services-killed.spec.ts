import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { House } from '../house.js';
import { commonHouse } from './common-house.js';
import { Counted } from './counted.js';
import { pidOf } from './pids.js';

describe('executions under way', () => {
  let house: House;
  let counted: Counted;
  beforeAll(async () => {
    house = await commonHouse();
  });
  beforeEach(() => {
    counted = new Counted(house);
  });
  afterEach(() => counted.remove());

  it.each(['execution', 'pipeline', 'service-registry', 'gateway', 'connector-shell'])(
    'all end well, each step started once and its output whole, when %s is killed with -9',
    async service => {
      const pid = await pidOf(house, service);
      await counted.begin(6);
      process.kill(pid, 'SIGKILL');
      await counted.check();
    },
    150_000,
  );

  it('all end well when nats-server is killed with -9 and its whole store is gone', async () => {
    await counted.begin(12);
    const [pid] = spawnSync('pgrep', ['-x', '-f', `\\S*nats-server -c ${house.data}.*`], { encoding: 'utf8' })
      .stdout.split('\n')
      .map(Number);
    expect(pid).toBeGreaterThan(1);
    rmSync(join(house.data, 'nats/jetstream'), { recursive: true });
    process.kill(pid ?? 0, 'SIGKILL');
    await counted.check();
  }, 150_000);
});
