import type { ExecutionId } from '@switchyard/contracts';
import { isoTime } from '@switchyard/kernel';
import { openStore, type Store } from '@switchyard/store';
import { anExecutionId, aPlan, aTrigger } from '@switchyard/testkit';
import { startTestStore } from '@switchyard/testkit/servers';
import type { Trigger } from '../domain/trigger.js';
import { MongoInbox } from './mongo-inbox.js';

const { pipelineId, project } = aPlan([]);
const now = Date.parse('2026-11-23T12:30:00.000Z');
const trigger = (n: number, more: Partial<Trigger> = {}): Trigger => ({
  executionId: anExecutionId(n),
  project,
  pipelineId,
  pipelineName: 'web',
  pipelineVersion: 1,
  facts: { ...aTrigger(), at: isoTime(now) },
  environment: { EMPTY: '', A: 'x' },
  state: 'accepted',
  ...more,
});

describe('the inbox in the store', () => {
  let server: Awaited<ReturnType<typeof startTestStore>>;
  let store: Store;
  let inbox: MongoInbox;
  const inserts: number[] = [];
  beforeAll(async () => {
    server = await startTestStore();
    store = await openStore({ uri: server.uri, database: 'inbox', service: 'test' });
    inbox = new MongoInbox(store);
    await store.ensureIndexes();
    const { collection } = store.connection.model('Trigger');
    const { insertMany, insertOne } = collection;
    collection.insertMany = ((rows: object[], ...more: []) => {
      inserts.push(rows.length);
      return insertMany.call(collection, rows as [], ...more);
    }) as typeof insertMany;
    collection.insertOne = ((row: object, ...more: []) => {
      inserts.push(1);
      return insertOne.call(collection, row, ...more);
    }) as typeof insertOne;
  });
  beforeEach(async () => {
    await store.connection.collection('triggers').deleteMany({});
    inserts.length = 0;
  });
  afterAll(async () => {
    await store.close();
    await server.stop();
  });
  const ids = async () => (await inbox.unsettled(now + 1, 500)).map(one => one.executionId);

  it('keeps those that come at once in a few inserts, each as it is', async () => {
    const many = Array.from({ length: 50 }, (_, n) => trigger(n + 1));
    const earlier = await Promise.all(many.map(one => inbox.add(one)));
    expect(earlier).toEqual(Array(50).fill(undefined));
    expect(inserts).toEqual([1, 49]);
    expect(await inbox.unsettled(now + 1, 500)).toEqual(many);
  });

  it('keeps one of those that have the same key, and says so to all others, also among many', async () => {
    const many = Array.from({ length: 20 }, (_, n) => trigger(n + 1, n % 2 === 0 ? { idempotencyKey: 'k' } : {}));
    const earlier = await Promise.all(many.map(one => inbox.add(one)));
    expect(earlier.map(one => one?.executionId)).toEqual(
      many.map((_, n) => (n > 0 && n % 2 === 0 ? anExecutionId(1) : undefined)),
    );
    expect(await ids()).toHaveLength(11);
  });

  it('settles those that were handed over together, and those that were refused with the reason', async () => {
    await Promise.all([1, 2, 3, 4].map(n => inbox.add(trigger(n))));
    await inbox.started([anExecutionId(1), anExecutionId(2)]);
    await inbox.started([anExecutionId(3)]);
    await inbox.started([]);
    await inbox.refused(anExecutionId(4), 'it cannot be read');
    // Once settled, it stays so.
    await inbox.started([anExecutionId(4), anExecutionId(5)]);
    await inbox.refused(anExecutionId(1), 'late');
    const states = await Promise.all([1, 2, 3, 4].map(n => inbox.find(anExecutionId(n) as ExecutionId)));
    expect(states.map(one => [one?.state, one?.refusal])).toEqual([
      ['started', undefined],
      ['started', undefined],
      ['started', undefined],
      ['refused', 'it cannot be read'],
    ]);
    expect(await ids()).toEqual([]);
  });

  it('tells all of a group when the store is away, and takes in what comes later', async () => {
    const { collection } = store.connection.model('Trigger');
    const { insertMany } = collection;
    const lost = new Error('the line broke');
    collection.insertMany = (() => Promise.reject(lost)) as typeof insertMany;
    const group = [1, 2, 3].map(n =>
      inbox.add(trigger(n)).then(
        () => 'kept',
        (error: unknown) => error,
      ),
    );
    expect(await Promise.all(group)).toEqual(['kept', lost, lost]);
    collection.insertMany = insertMany;
    await Promise.all([4, 5, 6].map(n => inbox.add(trigger(n))));
    expect(await ids()).toEqual([1, 4, 5, 6].map(n => anExecutionId(n)));
  });
});
