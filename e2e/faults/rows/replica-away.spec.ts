import { setTimeout as after } from 'node:timers/promises';
import { House } from '../../house.js';
import { Counted } from '../counted.js';
import { busOf, Outsider } from '../outsider.js';
import { hurried, long } from '../profile.js';
import { FaultProxy } from '../proxy.js';
import { StoreProcess } from '../store-process.js';

describe('a second replica of the execution service', () => {
  let store: StoreProcess;
  let house: House;
  let lines: FaultProxy[];
  let replica: Outsider;
  beforeAll(async () => {
    store = await StoreProcess.start();
    house = await House.start({ processes: true, environment: { ...hurried, MONGODB_URI: store.uri } });
    const bus = await busOf(house);
    const [toBus, toStore] = [await FaultProxy.to(bus), await FaultProxy.to(store.uri)];
    lines = [toBus, toStore];
    replica = await Outsider.start(house, 'execution', {
      bus: toBus.through(bus),
      store: toStore.through(store.uri),
      environment: hurried,
    });
  });
  afterAll(async () => {
    await replica.stop();
    await Promise.all(lines.map(line => line.stop()));
    await house.stop();
    await store.stop();
  });

  it('in a black hole, with commands on their way to it, loses and repeats nothing; nor when it is back', async () => {
    const counted = new Counted(house);
    try {
      await counted.begin(4, 1);
      await counted.running();
      for (const line of lines) line.blackHole();
      // The bus goes on giving it every other command, and each of those is answered late or never.
      await after((long ? 60 : 8) * 1_000);
      for (const line of lines) line.pass();
      await counted.check();
      await counted.begin(2);
      await counted.check();
    } finally {
      counted.remove();
    }
  }, 150_000);
});
