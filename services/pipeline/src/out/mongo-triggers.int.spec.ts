import { openStore, type Store } from '@switchyard/store';
import { startTestStore } from '@switchyard/testkit/servers';
import { project, versionOf } from '../app/pipelines.story.js';
import { Executions, newId } from '../app/pipelines.story.js';
import {
  promisesOfFollowings,
  promisesOfJournal,
  promisesOfPlaces,
  promisesOfSchedules,
} from '../app/triggers.promises.story.js';
import { aModel, aSchedule, MemoryEnds, SetClock } from '../app/triggers.story.js';
import { aProcess } from '../app/triggers-house.story.js';
import { MongoDeliveries } from './mongo-deliveries.js';
import { MongoFollowings } from './mongo-followings.js';
import { MongoNotifiers } from './notify/mongo-notifiers.js';
import { MongoPipelines } from './mongo-pipelines.js';
import { MongoPlaces } from './mongo-places.js';
import { MongoSchedules } from './mongo-schedules.js';

describe('triggers in MongoDB', () => {
  let server: Awaited<ReturnType<typeof startTestStore>>;
  const stores: Store[] = [];

  const open = async () => {
    const store = await openStore({ uri: server.uri, database: 'switchyard', service: 'pipeline' });
    stores.push(store);
    const { connection } = store;
    const ports = {
      pipelines: new MongoPipelines(connection),
      journal: new MongoDeliveries(connection),
      schedules: new MongoSchedules(connection),
      followings: new MongoFollowings(connection),
      notifiers: new MongoNotifiers(connection),
      places: new MongoPlaces(connection),
    };
    await store.ensureIndexes();
    return ports;
  };
  let ports: Awaited<ReturnType<typeof open>>;

  beforeAll(async () => {
    server = await startTestStore();
    ports = await open();
  });
  afterAll(async () => {
    await Promise.all(stores.map(store => store.close()));
    await server.stop();
  });

  describe('deliveries', () => promisesOfJournal(() => ports.journal));
  describe('schedules', () => promisesOfSchedules(() => ports.schedules));
  describe('followings', () => promisesOfFollowings(() => ports.followings));
  describe('places', () => promisesOfPlaces(() => ports.places));

  it('three schedulers at once let each tick of many schedules fire once', async () => {
    const executions = new Executions();
    const clock = new SetClock();
    const three = await Promise.all(
      Array.from({ length: 3 }, async () =>
        aProcess(
          { ...(await open()), executions, ends: new MemoryEnds() } as unknown as Parameters<typeof aProcess>[0],
          clock,
        ),
      ),
    );
    const first = three[0];
    if (!first) throw new Error('nobody there');
    for (let n = 0; n < 20; n += 1) {
      const yaml = JSON.stringify(aModel(`scheduled ${n}`, [aSchedule('every 1')]));
      const stored = await ports.pipelines.create(newId(), project, `scheduled ${n}`, versionOf(yaml));
      if (stored) await first.standing.changed(stored);
    }
    for (let turn = 0; turn < 5; turn += 1) {
      clock.at += 60_000;
      await Promise.all(three.map(({ running }) => running.run()));
      await Promise.all(three.map(({ taking }) => taking.idle()));
    }
    expect(three.flatMap(({ troubles }) => troubles.noted)).toEqual([]);
    const ids = executions.created.map(({ executionId }) => executionId);
    expect(new Set(ids).size).toBe(100);
    const { trigger } = executions.created[0] ?? {};
    expect(trigger).toMatchObject({ type: 'schedule' });
    expect(await ports.schedules.due(clock.at, 1_000)).toEqual([]);
  });
});
