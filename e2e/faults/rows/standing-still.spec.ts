import { setTimeout as after } from 'node:timers/promises';
import type { House } from '../../house.js';
import { commonHouse } from '../common-house.js';
import { Counted } from '../counted.js';
import { natsPidOf, pidOf } from '../pids.js';
import { long } from '../profile.js';

describe('executions under way', () => {
  let house: House;
  let counted: Counted;
  beforeAll(async () => (house = await commonHouse()));
  beforeEach(() => (counted = new Counted(house)));
  afterEach(() => counted.remove());

  const standStill = async (pid: number, seconds: number) => {
    process.kill(pid, 'SIGSTOP');
    try {
      await after(seconds * 1_000);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  };

  it.each((long ? [1, 30, 80] : [1]).map(seconds => ({ seconds })))(
    'lose and repeat nothing while nats-server stands still for $seconds s',
    async ({ seconds }) => {
      await counted.begin(6, 1);
      await counted.running();
      await standStill(natsPidOf(house), seconds);
      await counted.check();
    },
    300_000,
  );

  it.each((long ? [3, 10] : [3]).flatMap(seconds => ['execution', 'gateway'].map(service => ({ seconds, service }))))(
    'lose and repeat nothing while $service stands still for $seconds s',
    async ({ seconds, service }) => {
      const pid = await pidOf(house, service);
      await counted.begin(6, 1);
      await counted.running();
      await standStill(pid, seconds);
      await counted.check();
    },
    150_000,
  );
});
