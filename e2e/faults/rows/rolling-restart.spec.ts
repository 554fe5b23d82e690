import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, type House } from '../../house.js';
import { commonHouse } from '../common-house.js';
import { Counted } from '../counted.js';
import { Outsider } from '../outsider.js';
import { pidOf } from '../pids.js';
import { hurried, long } from '../profile.js';

const runs = long ? 100 : 10;
const services = ['execution', 'pipeline', 'service-registry', 'gateway'];

describe('a rolling restart', () => {
  let house: House;
  let counted: Counted;
  let data: string;
  let connector: Outsider;
  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'yard-rolling-'));
    house = await commonHouse();
    connector = await Outsider.start(house, 'connector-shell', { data, environment: { ...hurried } });
    counted = new Counted(house);
  });
  afterAll(async () => {
    counted.remove();
    await connector.stop();
    await rm(data, { recursive: true, force: true });
  });

  const restarted = async (service: string) => {
    const pid = await pidOf(house, service);
    process.kill(pid, 'SIGTERM');
    await eventually(`another ${service}`, async () => (await pidOf(house, service)) !== pid);
  };

  it(`of every service, one after another, fails none of ${runs} executions`, async () => {
    const begun = counted.begin(runs, 2);
    for (const service of services) await restarted(service);
    await connector.end('SIGTERM');
    connector = await Outsider.start(house, 'connector-shell', { data, environment: { ...hurried } });
    await begun;
    await counted.check(240_000);
  }, 400_000);
});
