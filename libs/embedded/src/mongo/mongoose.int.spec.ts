import mongoose, { type Connection, Schema, Types } from 'mongoose';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedStore, startEmbeddedStore } from './index.js';
import { RawClient } from './testing/raw-client.js';

/** The platform's way of using the store: mongoose, unmodified. */
describe('mongoose on the embedded store', () => {
  const directory = mkdtempSync(join(tmpdir(), 'store-'));
  let store: EmbeddedStore;
  let connection: Connection;

  const stepSchema = new Schema({ name: String, status: String }, { _id: false });
  const runSchema = new Schema(
    {
      name: { type: String, required: true },
      number: Number,
      rev: { type: Number, default: 0 },
      at: Date,
      labels: [String],
      steps: [stepSchema],
      extra: Schema.Types.Mixed,
    },
    { timestamps: true },
  );
  runSchema.index({ name: 1, number: -1 }, { unique: true });
  runSchema.index({ at: 1 }, { expireAfterSeconds: 3600 });
  const runs = () => connection.model('Run', runSchema);

  beforeAll(async () => {
    store = await startEmbeddedStore({ directory });
    connection = await mongoose.createConnection(store.uri, { dbName: 'yard' }).asPromise();
    await runs().init();
  });
  afterAll(async () => {
    await connection.close();
    await store.close();
    rmSync(directory, { recursive: true, force: true });
  });
  beforeEach(() => runs().deleteMany({}));

  it('stores and finds a document with every type of field', async () => {
    const at = new Date('2026-01-02T03:04:05.678Z');
    const { _id } = await runs().create({ name: 'a', number: 1, at, labels: ['x'], extra: { deep: [1, null, 'z'] } });
    const found = await runs().findById(_id).lean();
    expect(found).toMatchObject({
      _id,
      name: 'a',
      number: 1,
      rev: 0,
      at,
      labels: ['x'],
      extra: { deep: [1, null, 'z'] },
    });
  });

  it('leaves what an update does not name as it was stored, and keeps its indexes', async () => {
    const _id = new Types.ObjectId();
    const [raw, extra] = [runs().collection, { whole: mongoose.mongo.Long.fromNumber(5) }];
    await raw.insertOne({ _id, name: 'a', number: 1, rev: 0, extra, steps: [{ status: 'a' }] });
    await raw.updateOne({ _id, rev: 0 }, { $set: { 'steps.0.status': 'b', 'steps.1': { status: 'c' }, number: 2 } });
    const found = await raw.findOne({ name: 'a', number: 2 }, { promoteLongs: false });
    expect(found).toMatchObject({ steps: [{ status: 'b' }, { status: 'c' }] });
    expect(found?.['extra']).toEqual(extra);
    expect(await raw.findOne({ name: 'a', number: 1 })).toBeNull();
  });

  it('makes the indexes of a schema and lists them', async () => {
    const indexes = await runs().collection.indexes();
    expect(indexes.map(({ name }) => name)).toEqual(['_id_', 'name_1_number_-1', 'at_1']);
    expect(indexes[1]).toMatchObject({ unique: true });
    expect(indexes[2]).toMatchObject({ expireAfterSeconds: 3600 });
  });

  it('refuses a second document with a unique key and names the key', async () => {
    await runs().create({ name: 'a', number: 1 });
    await expect(runs().create({ name: 'a', number: 1 })).rejects.toMatchObject({
      code: 11000,
      keyPattern: { name: 1, number: -1 },
      keyValue: { name: 'a', number: 1 },
    });
  });

  it('lets one compare-and-set through and refuses the one that saw an older revision', async () => {
    const { _id } = await runs().create({ name: 'a', number: 1 });
    const set = () =>
      runs()
        .findOneAndUpdate({ _id, rev: 0 }, { $inc: { rev: 1 } }, { returnDocument: 'after' })
        .lean();
    expect((await set())?.rev).toBe(1);
    expect(await set()).toBeNull();
  });

  it('updates the array items an array filter accepts', async () => {
    const steps = [
      { name: 'build', status: 'queued' },
      { name: 'test', status: 'queued' },
    ];
    const { _id } = await runs().create({ name: 'a', number: 1, steps });
    await runs().updateOne(
      { _id },
      { $set: { 'steps.$[step].status': 'running' } },
      { arrayFilters: [{ 'step.name': 'test' }] },
    );
    const found = await runs().findById(_id).lean();
    expect(found?.steps.map(({ status }) => status)).toEqual(['queued', 'running']);
  });

  it('saves a changed document by its version', async () => {
    const run = await runs().create({ name: 'a', number: 1, labels: ['x'] });
    run.labels.push('y');
    run.set('extra', { seen: true });
    await run.save();
    expect(await runs().findById(run._id).lean()).toMatchObject({ labels: ['x', 'y'], extra: { seen: true }, __v: 1 });
  });

  it('sorts, pages and projects', async () => {
    await runs().insertMany(Array.from({ length: 25 }, (_, number) => ({ name: 'page', number })));
    const page = await runs().find({ name: 'page' }).sort({ number: -1 }).skip(5).limit(3).select('number -_id').lean();
    expect(page).toEqual([{ number: 19 }, { number: 18 }, { number: 17 }]);
  });

  it('walks a large answer batch by batch', async () => {
    await runs().insertMany(Array.from({ length: 1000 }, (_, number) => ({ name: 'many', number })));
    const seen = new Set<number>();
    for await (const run of runs().find({ name: 'many' }).batchSize(64).cursor()) seen.add(run.number ?? -1);
    expect(seen.size).toBe(1000);
  });

  it('counts, lists distinct values and aggregates', async () => {
    await runs().insertMany([
      { name: 'a', number: 1, labels: ['x', 'y'] },
      { name: 'a', number: 2, labels: ['y'] },
      { name: 'b', number: 3 },
    ]);
    expect(await runs().countDocuments({ name: 'a' })).toBe(2);
    expect(await runs().estimatedDocumentCount()).toBe(3);
    expect(await runs().distinct('labels')).toEqual(['x', 'y']);
    const sums = await runs().aggregate([
      { $group: { _id: '$name', sum: { $sum: '$number' } } },
      { $sort: { _id: 1 } },
    ]);
    expect(sums).toEqual([
      { _id: 'a', sum: 3 },
      { _id: 'b', sum: 3 },
    ]);
  });

  it('writes in bulk, ordered: what stands before the failure stays', async () => {
    const bulk = runs().bulkWrite([
      { insertOne: { document: { name: 'a', number: 1 } } },
      { updateOne: { filter: { name: 'new' }, update: { $set: { number: 9 } }, upsert: true } },
      { insertOne: { document: { name: 'a', number: 1 } } },
      { deleteMany: { filter: {} } },
    ]);
    await expect(bulk).rejects.toMatchObject({ code: 11000, insertedCount: 1, upsertedCount: 1, deletedCount: 0 });
    expect(await runs().countDocuments()).toBe(2);
  });

  it('answers a missing command with its name and CommandNotFound', async () => {
    await expect(connection.db?.command({ flyToTheMoon: 1 })).rejects.toMatchObject({
      code: 59,
      codeName: 'CommandNotFound',
      message: expect.stringContaining('flyToTheMoon') as unknown,
    });
  });

  it('answers the same write of a session once, also after a restart', async () => {
    const _id = new Types.ObjectId();
    await runs().collection.insertOne({ _id, name: 'r', n: 0 });
    const write = {
      update: 'runs',
      updates: [{ q: { _id }, u: { $inc: { n: 1 } } }],
      lsid: { id: new mongoose.mongo.UUID() },
      txnNumber: mongoose.mongo.Long.fromNumber(7),
      $db: 'yard',
    };
    const client = await RawClient.connect(store.port);
    const first = await client.command(write);
    expect(first).toEqual({ n: 1, nModified: 1, ok: 1 });
    expect(await client.command(write)).toEqual(first);
    await store.close();
    store = await startEmbeddedStore({ directory, port: store.port });
    const later = await RawClient.connect(store.port);
    expect(await later.command(write)).toEqual(first);
    expect(await later.command({ ...write, txnNumber: mongoose.mongo.Long.fromNumber(6) })).toMatchObject({
      code: 225,
    });
    const found = await later.command({ find: 'runs', filter: { _id }, $db: 'yard' });
    expect(found).toMatchObject({ cursor: { firstBatch: [{ n: 1 }] } });
    later.close();
  });
});
