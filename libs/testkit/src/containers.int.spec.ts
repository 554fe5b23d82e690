import { Bucket, Bus, StreamKeeper } from '@switchyard/bus';
import { type Pool, streams } from '@switchyard/contracts';
import { openCache, openCounters, openStore, type Store } from '@switchyard/store';
import { describeEngine } from '../../../services/connectors/docker/src/engine.story.js';
import { promisesOf } from '../../../services/pipeline/src/app/pipelines.promises.story.js';
import { promisesOfTemplates } from '../../../services/pipeline/src/app/templates.promises.story.js';
import { MongoPipelines } from '../../../services/pipeline/src/out/mongo-pipelines.js';
import { MongoTemplates } from '../../../services/pipeline/src/out/mongo-templates.js';
import { ContainerServers, passwordOf } from './containers.story.js';

describeEngine('servers in containers', () => {
  let servers: ContainerServers;
  beforeAll(async () => {
    servers = await ContainerServers.start();
  });
  afterAll(() => servers.stop());

  describe('NATS, with the users of infra/nats', () => {
    const buses: Bus[] = [];
    const as = async (user: string) => {
      const bus = await Bus.connect({ url: servers.natsUrl, name: user, user, password: passwordOf(user) });
      buses.push(bus);
      return bus;
    };
    let execution: Bus;
    let shell: Bus;
    beforeAll(async () => {
      [execution, shell] = [await as('execution'), await as('connector-shell')];
      const keeper = new StreamKeeper(execution);
      await keeper.ensureStreams();
      await keeper.ensureBell('shell', 'default' as Pool);
      await keeper.ensureBucket('BLOBS');
    });
    afterAll(() => Promise.all(buses.map(bus => bus.drain())));

    it('keeps jobs until they are taken, each once', async () => {
      for (let n = 0; n < 10; n += 1) await execution.keep('yard.job.shell.default', { v: 1, n });
      const taken: number[] = [];
      const all = Promise.withResolvers<void>();
      const loop = shell.pull({
        stream: streams.jobs.name,
        consumer: 'shell-default',
        room: () => 8,
        handle: async message => {
          const { n } = message.json<{ n: number }>();
          if (taken.push(n) === 10) all.resolve();
        },
      });
      await all.promise;
      await loop.stop();
      expect(taken.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 10 }, (_, n) => n));
    });

    it('keeps the last of each name in a bucket', async () => {
      const bucket = new Bucket(shell, 'BLOBS');
      const seq = await bucket.keep('c.one', Buffer.from('first'), 0);
      expect(await bucket.keep('c.one', Buffer.from('second'), seq)).toBeGreaterThan(seq ?? 0);
      expect(await bucket.keep('c.one', Buffer.from('late'), seq)).toBeUndefined();
      expect(Buffer.from((await bucket.last('c.one'))?.data ?? []).toString()).toBe('second');
    });

    it('lets nobody in with a wrong password', async () => {
      const wrong = Bus.connect({ url: servers.natsUrl, name: 'x', user: 'execution', password: 'wrong' });
      await expect(wrong).rejects.toMatchObject({ code: 'bus-unreachable' });
    });
  });

  describe('Redis', () => {
    it('gives another process what was put, until its time is over', async () => {
      const [one, other] = [await openCache(servers), await openCache(servers)];
      const found = async (key: string) => other.get(key);
      await until(async () => {
        await one.set('warm', 'yes', 60_000);
        return (await found('warm')) === 'yes';
      });
      await one.set('short', 'x', 20);
      await until(async () => (await found('short')) === undefined);
      await other.delete('warm');
      expect(await one.get('warm')).toBeUndefined();
      await Promise.all([one.close(), other.close()]);
    });

    it('counts for all processes together', async () => {
      const [one, other] = [await openCounters(servers), await openCounters(servers)];
      await until(async () => {
        await one.add('warm', 60_000);
        return (await other.look('warm')) !== undefined;
      });
      expect((await one.add('both', 60_000)).count).toBe(1);
      expect((await other.add('both', 60_000)).count).toBe(2);
      await Promise.all([one.close(), other.close()]);
    });
  });

  describe('MongoDB', () => {
    let store: Store;
    let pipelines: MongoPipelines;
    let templates: MongoTemplates;
    beforeAll(async () => {
      store = await openStore({ uri: servers.mongoUri, database: 'switchyard', service: 'pipeline' });
      [pipelines, templates] = [new MongoPipelines(store.connection), new MongoTemplates(store.connection)];
      await store.ensureIndexes();
    });
    afterAll(() => store.close());

    promisesOf(() => pipelines);
    promisesOfTemplates(() => templates);

    it('tells the time', async () => {
      await store.clock.look();
      expect(Math.abs(store.clock.now() - Date.now())).toBeLessThan(5_000);
    });
  });
});

const until = async (fact: () => Promise<boolean>): Promise<void> => {
  while (!(await fact())) await new Promise(resolve => setTimeout(resolve, 5));
};
