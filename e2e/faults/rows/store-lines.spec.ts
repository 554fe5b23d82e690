import { openStore, type Store } from '@switchyard/store';
import { eventually } from '../../house.js';
import { long } from '../profile.js';
import { FaultProxy } from '../proxy.js';
import { StoreProcess } from '../store-process.js';

describe('the lines to the store', () => {
  let server: StoreProcess;
  let line: FaultProxy;
  let stores: Store[];
  beforeAll(async () => {
    server = await StoreProcess.start();
    line = await FaultProxy.to(server.uri);
    const uri = line.through(server.uri);
    stores = await Promise.all(
      Array.from({ length: 6 }, (_, i) => openStore({ uri, database: 'lines', service: `service-${i}` })),
    );
  });
  afterAll(async () => {
    await Promise.all(stores.map(store => store.close()));
    await line.stop();
    await server.stop();
  });

  it('are all cut in the same moment while everybody works: whoever goes on asking is answered again, each time', async () => {
    let cuts = 0;
    let isOver = false;
    /** Of each store: how many answers to questions that were put since the last cut. */
    const answers = stores.map(() => 0);
    const allHave = (count: number) => Promise.resolve(answers.every(own => own >= count));
    const asking = stores.flatMap(({ connection }, i) =>
      Array.from({ length: 8 }, async (_, id) => {
        const numbers = connection.collection<{ _id: number; n: number }>('numbers');
        while (!isOver) {
          const before = cuts;
          const answer = await numbers
            .updateOne({ _id: id }, { $inc: { n: 1 } }, { upsert: true })
            .catch(() => undefined);
          if (answer && before === cuts) answers[i] = (answers[i] ?? 0) + 1;
          await new Promise(resolve => setTimeout(resolve, 20));
        }
      }),
    );
    for (const _ of Array.from({ length: long ? 4 : 2 })) {
      // So many that a monitor may look again at once when it is asked to: it never does within half a second.
      await eventually('everybody at work', () => allHave(400));
      line.cut();
      cuts += 1;
      answers.fill(0);
      await eventually('a failure', async () => (await stores[0]?.ping().catch(() => -1)) === -1);
      line.pass();
      await eventually('an answer to everybody', () => allHave(1), 20_000);
    }
    isOver = true;
    await Promise.all(asking);
  }, 120_000);
});
