import { startTestStore } from '@switchyard/testkit/servers';
import { Schema } from 'mongoose';
import { openStore, type Store } from './open-store.js';

const schema = new Schema({ name: String, seen: Date, state: String });
schema.index({ name: 1 }, { unique: true });
schema.index({ seen: 1 }, { expireAfterSeconds: 60 });
schema.index({ state: 1, seen: -1 }, { partialFilterExpression: { state: { $in: ['new', 'old'] } } });

describe('indexes at a start', () => {
  let server: Awaited<ReturnType<typeof startTestStore>>;
  const stores: Store[] = [];
  const open = async () => {
    const store = await openStore({ uri: server.uri, database: 'indexes', service: 'test' });
    stores.push(store);
    return store;
  };
  beforeAll(async () => {
    server = await startTestStore();
  });
  afterAll(async () => {
    await Promise.all(stores.map(store => store.close()));
    await server.stop();
  });

  it('creates what is not there, and again what went', async () => {
    const store = await open();
    const things = store.connection.model('things', schema, 'things');
    const keys = async () => (await things.listIndexes()).map(({ key }) => Object.keys(key as object).join());
    await store.ensureIndexes();
    expect(await keys()).toEqual(['_id', 'name', 'seen', 'state,seen']);
    await things.collection.dropIndex('seen_1');
    await store.ensureIndexes();
    expect((await keys()).sort()).toEqual(['_id', 'name', 'seen', 'state,seen']);
  });

  it('creates none where all are there', async () => {
    const store = await open();
    const things = store.connection.model('things', schema, 'things');
    const created: unknown[] = [];
    things.on('index-single-start', (key: unknown) => created.push(key));
    await store.ensureIndexes();
    expect(created).toEqual([]);
    await things.collection.dropIndex('name_1');
    await store.ensureIndexes();
    expect(created).toEqual([{ name: 1 }]);
  });

  it('says what the server says where the same keys are wanted otherwise', async () => {
    const store = await open();
    const other = new Schema({ name: String });
    other.index({ name: 1 }, { unique: false, sparse: true });
    store.connection.model('things', other, 'things');
    await expect(store.ensureIndexes()).rejects.toThrow(/same name|different options|conflict/i);
  });
});
