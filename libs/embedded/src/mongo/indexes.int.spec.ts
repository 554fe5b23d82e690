import mongoose from 'mongoose';
import { type Engine, openEngine } from './engine.js';
import { type EmbeddedStore, startEmbeddedStore } from './index.js';
import { temporaryDirectory } from './testing/temporary.js';
import { type Doc } from './values/document.js';

const TOTAL = 10_000;

describe('indexes', () => {
  const place = temporaryDirectory();
  let store: EmbeddedStore;
  let client: mongoose.mongo.MongoClient;
  const runs = () => client.db('d').collection<Doc & { _id: number }>('runs');
  const planOf = async (cursor: mongoose.mongo.FindCursor) => {
    const { queryPlanner } = (await cursor.explain()) as { queryPlanner: { winningPlan: Doc } };
    return queryPlanner.winningPlan;
  };

  beforeAll(async () => {
    store = await startEmbeddedStore({ directory: place.directory });
    client = await mongoose.mongo.MongoClient.connect(store.uri);
    await runs().createIndexes([
      { key: { createdAt: -1 }, name: 'time' },
      { key: { project: 1, createdAt: -1 }, name: 'project_time' },
      { key: { key: 1 }, name: 'key', unique: true, sparse: true },
      { key: { status: 1 }, name: 'active', partialFilterExpression: { status: { $in: ['queued', 'running'] } } },
    ]);
    await runs().insertMany(
      Array.from({ length: TOTAL }, (_, at) => ({
        _id: at,
        project: `p${at % 10}`,
        createdAt: new Date(1_700_000_000_000 + ((at * 7919) % TOTAL) * 1000),
        status: at % 100 === 0 ? 'running' : 'success',
      })),
    );
  });
  afterAll(async () => {
    await client.close();
    await store.close();
    place.remove();
  });

  it('give a page of 10,000 documents by time without a scan or a sort', async () => {
    const page = () => runs().find({}).sort({ createdAt: -1 }).limit(20);
    expect(await planOf(page())).toEqual({ stage: 'IXSCAN', indexName: 'time' });
    const times = (await page().toArray()).map(({ createdAt }) => (createdAt as Date).getTime());
    const newest = Array.from({ length: 20 }, (_, at) => 1_700_000_000_000 + (TOTAL - 1 - at) * 1000);
    expect(times).toEqual(newest);
  });

  it('give the pages of one project in order, down and up, batch by batch', async () => {
    const all = await runs().find({ project: 'p3' }).sort({ createdAt: -1 }).batchSize(50).toArray();
    const up = await runs().find({ project: 'p3' }).sort({ createdAt: 1 }).batchSize(50).toArray();
    expect(all).toHaveLength(TOTAL / 10);
    expect(up.reverse()).toEqual(all);
    const unindexed = await runs()
      .find({ project: 'p3' }, { hint: { $natural: 1 } })
      .toArray();
    const byTime = (one: Doc) => (one['createdAt'] as Date).getTime();
    expect(all).toEqual(unindexed.sort((a, b) => byTime(b) - byTime(a)));
  });

  it('find a range', async () => {
    const [from, to] = [new Date(1_700_000_100_000), new Date(1_700_000_110_000)];
    const find = () => runs().find({ createdAt: { $gt: from, $lte: to } });
    expect(await planOf(find())).toMatchObject({ indexName: 'time' });
    expect(await find().toArray()).toHaveLength(10);
  });

  it('serve the documents a partial index holds, and are not used for others', async () => {
    expect(await planOf(runs().find({ status: 'running' }))).toMatchObject({ indexName: 'active' });
    expect(await planOf(runs().find({ status: 'success' }))).toEqual({ stage: 'COLLSCAN' });
    expect(await runs().countDocuments({ status: 'running' })).toBe(100);
    expect(await runs().countDocuments({ status: 'success' })).toBe(9900);
  });

  it.each([{}, { skip: 5 }, { limit: 7 }, { skip: 95, limit: 7 }, { skip: 200 }])(
    'count what reading finds, with %j',
    async options => {
      const read = await runs().find({ status: 'running' }, options).toArray();
      expect(await runs().countDocuments({ status: 'running' }, options)).toBe(read.length);
    },
  );

  it('let many documents lack a unique sparse field, and keep the others apart', async () => {
    await runs().updateOne({ _id: 1 }, { $set: { key: 'k' } });
    await expect(runs().updateOne({ _id: 2 }, { $set: { key: 'k' } })).rejects.toMatchObject({ code: 11000 });
    expect(await runs().findOne({ key: 'k' })).toMatchObject({ _id: 1 });
  });

  it('refuse to become unique over documents that are not, and leave nothing behind', async () => {
    await expect(runs().createIndex({ project: 1 }, { unique: true, name: 'no' })).rejects.toMatchObject({
      code: 11000,
    });
    expect((await runs().indexes()).map(({ name }) => name)).not.toContain('no');
    expect(await client.db('d').command({ validate: 'runs' })).toMatchObject({ valid: true });
  });

  it('refuse the same name for another key, and the same key under another name', async () => {
    await expect(runs().createIndex({ other: 1 }, { name: 'time' })).rejects.toMatchObject({ code: 86 });
    await expect(runs().createIndex({ createdAt: -1 }, { name: 'again' })).rejects.toMatchObject({ code: 85 });
    await expect(runs().createIndex({ text: 'text' })).rejects.toMatchObject({ code: 67 });
  });

  it('can be dropped by name and by key', async () => {
    await runs().createIndex({ a: 1 });
    await runs().createIndex({ b: 1 });
    await runs().dropIndex('a_1');
    await client.db('d').command({ dropIndexes: 'runs', index: { b: 1 } });
    await expect(runs().dropIndex('a_1')).rejects.toMatchObject({ code: 27 });
    expect(await runs().indexes()).toHaveLength(5);
  });
});

describe('a TTL index', () => {
  it('removes documents whose time has come and no others', async () => {
    const place = temporaryDirectory();
    const engine: Engine = openEngine({ directory: place.directory, sweepMs: 5 });
    const ask = async (body: Doc) =>
      (await engine.commands.answer({ body: { ...body, $db: 'd' }, silent: false }, 1)) as Doc | Buffer;
    const found = async () => {
      const { n } = (await ask({ count: 'sessions' })) as { n: number };
      return n;
    };
    await ask({ createIndexes: 'sessions', indexes: [{ key: { at: 1 }, name: 'at', expireAfterSeconds: 60 }] });
    const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
    const documents = [{ at: minutesAgo(2) }, { at: minutesAgo(5) }, { at: minutesAgo(0) }, { at: 'never' }, {}];
    await ask({ insert: 'sessions', documents });
    while ((await found()) > 3) await new Promise(resolve => setImmediate(resolve));
    await ask({ insert: 'sessions', documents: [{ _id: 'last', at: minutesAgo(9) }] });
    while ((await found()) > 3) await new Promise(resolve => setImmediate(resolve));
    expect(await found()).toBe(3);
    await engine.close();
    place.remove();
  });
});
