import { SystemClock } from '@switchyard/kernel';
import { openStore, type Store } from '@switchyard/store';
import { startTestStore } from '@switchyard/testkit/servers';
import { NotedTrouble } from '../app/audit/audit.story.js';
import { ReadAudit } from '../app/audit/read-audit.js';
import { WriteAudit } from '../app/audit/write-audit.js';
import type { AuditEntry } from '../domain/audit/record.js';
import { MongoAudit } from './mongo-audit.js';

const entry = (id: string, more: Partial<AuditEntry> = {}): AuditEntry => ({
  action: 'pipeline.changed',
  by: { kind: 'user', id, name: `User ${id}` },
  from: '203.0.113.7',
  project: 'web',
  on: { kind: 'pipeline', id: 'p' },
  after: { 'a.b': 1, $set: { x: [undefined, null] }, token: 'hunter2' },
  ...more,
});

describe('the audit in the store', () => {
  let server: Awaited<ReturnType<typeof startTestStore>>;
  beforeAll(async () => (server = await startTestStore()));
  afterAll(() => server.stop());

  let count = 0;
  const stores: Store[] = [];
  const worldOf = async (replicas: number) => {
    const database = `audit${(count += 1)}`;
    const opened = await Promise.all(
      Array.from({ length: replicas }, () => openStore({ uri: server.uri, database, service: 'test' })),
    );
    stores.push(...opened);
    const logs = opened.map(store => new MongoAudit(store));
    await opened[0]?.ensureIndexes();
    const writers = logs.map(log => new WriteAudit(log, new SystemClock(), new NotedTrouble()));
    const [log] = logs as [MongoAudit];
    const [writer] = writers as [WriteAudit];
    const rows = opened[0]!.connection.collection<{ _id: number }>('audit');
    return { log, writer, writers, rows, reading: new ReadAudit(log) };
  };
  afterEach(() => Promise.all(stores.splice(0).map(store => store.close())));

  it('has numbers without gaps, whoever writes at once', async () => {
    const { writers, reading } = await worldOf(3);
    await Promise.all(writers.flatMap((one, r) => Array.from({ length: 30 }, (_, n) => one.note(entry(`${r}-${n}`)))));
    expect(await reading.verify()).toMatchObject({ ok: true, records: 90, last: { seq: 90 } });
    const { records } = await reading.list({}, undefined, 100);
    expect(new Set(records.map(({ by }) => by.id)).size).toBe(90);
  });

  it('finds records by who, action, object, project and time, and keeps no secret', async () => {
    const { writer, rows, reading } = await worldOf(1);
    await writer.note(entry('ann'));
    await writer.note(entry('bob', { action: 'secret.written', on: { kind: 'secret', id: 's' }, project: 'shop' }));
    await writer.note({ ...entry('ann'), on: { kind: 'pipeline', id: 'q' } });
    const seqs = async (filter: Parameters<ReadAudit['list']>[0]) =>
      (await reading.list(filter, undefined, 10)).records.map(({ seq }) => seq);
    expect(await seqs({})).toEqual([3, 2, 1]);
    expect(await seqs({ by: 'ann' })).toEqual([3, 1]);
    expect(await seqs({ by: 'User bob' })).toEqual([2]);
    expect(await seqs({ action: 'secret.written' })).toEqual([2]);
    expect(await seqs({ kind: 'pipeline', object: 'q' })).toEqual([3]);
    expect(await seqs({ project: 'shop' })).toEqual([2]);
    const [first] = (await reading.list({}, undefined, 1)).records;
    expect(await seqs({ since: first!.at, until: '9999-01-01T00:00:00.000Z' })).toContain(3);
    expect(await seqs({ until: '2000-01-01T00:00:00.000Z' })).toEqual([]);
    expect(JSON.stringify(await rows.find().toArray())).not.toContain('hunter2');
    expect(first!.after).toEqual({ 'a.b': 1, $set: { x: [null, null] }, token: '[redacted]' });
  });

  it.each<[string, (rows: Awaited<ReturnType<typeof worldOf>>['rows']) => Promise<unknown>, number, string]>([
    ['changed', rows => rows.updateOne({ _id: 3 }, { $set: { text: '{}' } }), 3, 'changed'],
    ['listed under another name', rows => rows.updateOne({ _id: 3 }, { $set: { by: 'eve' } }), 3, 'columns-changed'],
    ['given another field', rows => rows.updateOne({ _id: 3 }, { $set: { extra: 1 } }), 3, 'columns-changed'],
    ['deleted', rows => rows.deleteOne({ _id: 3 }), 3, 'missing'],
    ['deleted at the end', rows => rows.deleteMany({ _id: { $gt: 4 } }), 5, 'end-missing'],
    [
      'swapped',
      async rows => {
        const [a, b] = [await rows.findOne({ _id: 3 }), await rows.findOne({ _id: 4 })];
        await rows.replaceOne({ _id: 3 }, { ...b, _id: 3 });
        await rows.replaceOne({ _id: 4 }, { ...a, _id: 4 });
      },
      3,
      'moved',
    ],
    ['appended by hand', async rows => rows.insertOne({ ...(await rows.findOne({ _id: 6 })), _id: 7 }), 7, 'moved'],
  ])('names the first record that was %s', async (_what, tamper, seq, reason) => {
    const { writer, rows, reading } = await worldOf(1);
    for (let n = 1; n <= 6; n += 1) await writer.note(entry(String(n)));
    expect(await reading.verify()).toMatchObject({ ok: true, records: 6 });
    await tamper(rows);
    expect(await reading.verify()).toMatchObject({ ok: false, records: seq - 1, broken: { seq, reason } });
  });

  it('goes on behind whatever is there, and takes the word of nobody for its end', async () => {
    const { writers, reading } = await worldOf(2);
    const [one, two] = writers as [WriteAudit, WriteAudit];
    await one.ready();
    expect(await reading.verify()).toMatchObject({ ok: true, records: 0 });
    await one.note(entry('1'));
    await two.note(entry('2'));
    await one.note(entry('3'));
    expect(await reading.verify()).toMatchObject({ ok: true, records: 3 });
  });
});
