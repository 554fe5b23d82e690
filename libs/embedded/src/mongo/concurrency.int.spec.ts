import mongoose from 'mongoose';
import { type EmbeddedStore, startEmbeddedStore } from './index.js';
import { temporaryDirectory } from './testing/temporary.js';

const CLIENTS = 64;
type Counter = { _id: number | string; n: number; rev?: number; key?: string; owner?: number };

describe('64 clients at once', () => {
  const place = temporaryDirectory();
  let store: EmbeddedStore;
  let client: mongoose.mongo.MongoClient;
  const things = () => client.db('d').collection<Counter>('things');
  const all = <T>(work: (client: number) => Promise<T>) =>
    Promise.all(Array.from({ length: CLIENTS }, (_, at) => work(at)));

  beforeAll(async () => {
    store = await startEmbeddedStore({ directory: place.directory });
    client = await mongoose.mongo.MongoClient.connect(store.uri, { maxPoolSize: CLIENTS, minPoolSize: CLIENTS });
    await things().createIndex({ key: 1 }, { unique: true, sparse: true });
  });
  afterAll(async () => {
    await client.close();
    await store.close();
    place.remove();
  });
  beforeEach(() => things().deleteMany({}));

  it('lose no increment', async () => {
    await things().insertOne({ _id: 1, n: 0 });
    await all(async () => {
      for (let round = 0; round < 10; round++) await things().updateOne({ _id: 1 }, { $inc: { n: 1 } });
    });
    expect(await things().findOne({ _id: 1 })).toEqual({ _id: 1, n: CLIENTS * 10 });
  });

  it('see exactly one winner of each compare-and-set', async () => {
    await things().insertOne({ _id: 1, n: 0, rev: 0 });
    for (let rev = 0; rev < 10; rev++) {
      const won = await all(owner =>
        things().findOneAndUpdate({ _id: 1, rev }, { $set: { owner }, $inc: { rev: 1 } }, { returnDocument: 'after' }),
      );
      const winners = won.filter(found => found !== null);
      expect(winners).toHaveLength(1);
      expect(await things().findOne({ _id: 1 })).toEqual(winners[0]);
    }
  });

  it('see exactly one winner of a unique insert', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: CLIENTS }, (_, owner) => things().insertOne({ _id: `id-${owner}`, n: 0, key: 'same' })),
    );
    const lost = results.filter(({ status }) => status === 'rejected');
    expect(lost).toHaveLength(CLIENTS - 1);
    expect(await things().countDocuments({ key: 'same' })).toBe(1);
  });

  it('see exactly one document of an upsert', async () => {
    await all(() => things().updateOne({ key: 'up' }, { $inc: { n: 1 } }, { upsert: true }));
    const [found, ...others] = await things().find({ key: 'up' }).toArray();
    expect(others).toEqual([]);
    expect(found?.n).toBe(CLIENTS);
  });

  it('take each item of a queue once', async () => {
    await things().insertMany(Array.from({ length: 200 }, (_, n) => ({ _id: n, n })));
    const taken: number[] = [];
    await all(async () => {
      for (;;) {
        const item = await things().findOneAndDelete({}, { sort: { n: 1 } });
        if (!item) return;
        taken.push(item.n);
      }
    });
    expect(taken.sort((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, n) => n));
  });

  it('leave every index in agreement with its collection', async () => {
    await all(async at => {
      for (let round = 0; round < 10; round++) {
        await things().updateOne({ _id: round }, { $set: { key: `${round}-${at}`, n: at } }, { upsert: true });
        if (at % 5 === 0) await things().deleteOne({ _id: round });
      }
    });
    expect(await client.db('d').command({ validate: 'things' })).toMatchObject({ valid: true, errors: [] });
  });
});
