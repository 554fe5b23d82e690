import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestStore } from '@switchyard/testkit/servers';
import mongoose from 'mongoose';
import { openStore, type Store } from '../open-store.js';
import { exportTo, importFrom } from './copy.js';

const { BSON } = mongoose.mongo;
const at = '2026-11-23T12:30:00.000Z';

/** One of each type that BSON has, where a copy through plain JSON would lose something. */
const documents = [
  { _id: 1, text: 'ä\u0000ö', empty: null, yes: true, list: [1, [2], {}] },
  { _id: 'two', int: new BSON.Int32(7), long: BSON.Long.fromString('9007199254740993'), double: new BSON.Double(7) },
  { _id: new BSON.ObjectId(), date: new Date(at), bytes: new BSON.Binary(Buffer.from([0, 255, 10])) },
  { _id: { a: 1, b: 2 }, decimal: BSON.Decimal128.fromString('0.10'), re: new BSON.BSONRegExp('a.b', 'i') },
  { _id: 5, stamp: new BSON.Timestamp({ t: 3, i: 4 }), low: new BSON.MinKey(), nan: NaN, minusZero: -0 },
];

describe('a copy of a database', () => {
  let folder: string;
  let server: Awaited<ReturnType<typeof startTestStore>>;
  let from: Store;
  let to: Store;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'yard-copy-'));
    server = await startTestStore();
    from = await openStore({ uri: server.uri, database: 'from', service: 'test' });
    to = await openStore({ uri: server.uri, database: 'to', service: 'test' });
    const all = from.connection.collection<(typeof documents)[number]>('all');
    await all.insertMany(documents as never[]);
    await all.createIndex({ text: 1 }, { unique: true, sparse: true, name: 'by-text' });
    await from.connection.collection('many').insertMany(Array.from({ length: 1_203 }, (_, n) => ({ n }) as never));
  });
  afterEach(async () => {
    await Promise.all([from.close(), to.close()]);
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  const file = () => join(folder, 'copy.jsonl');
  const bytesOf = async (store: Store, name: string) => {
    const rows = await store.connection
      .collection(name)
      .find({}, { sort: { _id: 1 }, raw: true })
      .toArray();
    return rows.map(row => Buffer.from(row as unknown as Uint8Array).toString('hex'));
  };

  it('comes back byte for byte, with its indexes', async () => {
    expect(await exportTo(file(), from.connection, at)).toEqual({ collections: 2, documents: 1_208 });
    expect(await importFrom(file(), to.connection)).toEqual({ collections: 2, documents: 1_208 });
    for (const name of ['all', 'many']) expect(await bytesOf(to, name)).toEqual(await bytesOf(from, name));
    const indexes = await to.connection.collection('all').indexes();
    expect(indexes).toContainEqual(
      expect.objectContaining({ name: 'by-text', key: { text: 1 }, unique: true, sparse: true }),
    );
    expect(readdirSync(folder)).toEqual(['copy.jsonl']);
  });

  it('does not go where something is already, and changes nothing there', async () => {
    await exportTo(file(), from.connection, at);
    await to.connection.collection('many').insertOne({ mine: true });
    await expect(importFrom(file(), to.connection)).rejects.toMatchObject({ code: 'not-empty' });
    expect(await to.connection.collection('all').countDocuments()).toBe(0);
    expect(await to.connection.collection('many').countDocuments()).toBe(1);
  });

  it.each([
    ['that was cut', () => truncateSync(file(), statSync(file()).size - 40), /the copy is not whole|cannot be read/],
    [
      'with a line that is none',
      () => writeFileSync(file(), `${readFileSync(file(), 'utf8')}hello\n`),
      /cannot be read/,
    ],
    ['of something else', () => writeFileSync(file(), '{"kind":"document"}\n'), /no archive of Switchyard/],
    ['of nothing', () => writeFileSync(file(), ''), /not whole/],
    ['that is not there', () => rmSync(file()), /cannot be read: .*ENOENT|no such file/],
  ])('%s is refused before anything is written', async (_what, spoil, why) => {
    await exportTo(file(), from.connection, at);
    spoil();
    await expect(importFrom(file(), to.connection)).rejects.toThrow(why);
    expect(await to.connection.collection('all').countDocuments()).toBe(0);
  });
});
