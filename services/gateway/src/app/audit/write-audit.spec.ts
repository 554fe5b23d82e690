import { SystemClock } from '@switchyard/kernel';
import type { AuditEntry } from '../../domain/audit/record.js';
import { FakeAuditLog, NotedTrouble } from './audit.story.js';
import { ReadAudit } from './read-audit.js';
import { WriteAudit } from './write-audit.js';

const entry = (id: string): AuditEntry => ({
  action: 'pipeline.changed',
  by: { kind: 'user', id, name: id },
  on: { kind: 'pipeline', id: 'p' },
});
const worldOf = () => {
  const log = new FakeAuditLog();
  const trouble = new NotedTrouble();
  const replica = () => new WriteAudit(log, new SystemClock(), trouble);
  return { log, trouble, replica, reading: new ReadAudit(log) };
};

describe('writing the audit', () => {
  it('gives numbers without gaps to many at once in several replicas, and loses none', async () => {
    const { replica, reading } = worldOf();
    const replicas = [replica(), replica(), replica(), replica()];
    await Promise.all(
      replicas.flatMap((one, r) => Array.from({ length: 250 }, (_, n) => one.note(entry(`${r}-${n}`)))),
    );
    expect(await reading.verify()).toMatchObject({ ok: true, records: 1_000 });
    const { records } = await reading.list({}, undefined, 1_000);
    expect(new Set(records.map(({ by }) => by.id)).size).toBe(1_000);
  });

  it('goes on at once with what comes when everything before is written', async () => {
    const { replica, reading } = worldOf();
    const one = replica();
    for (let n = 0; n < 50; n += 1) await one.note(entry(String(n)));
    expect(await reading.verify()).toMatchObject({ ok: true, records: 50 });
  });

  it('says that it cannot, before anything is changed', async () => {
    const { log, replica } = worldOf();
    log.away = true;
    await expect(replica().ready()).rejects.toMatchObject({ code: 'audit-unavailable', retry: true });
    await expect(replica().note(entry('a'))).rejects.toMatchObject({ code: 'audit-unavailable', retry: true });
    log.away = false;
    await replica().ready();
  });

  it('owes the record of what has happened already, says so, and writes it later', async () => {
    const { log, trouble, replica, reading } = worldOf();
    const one = replica();
    log.away = true;
    await expect(one.noteDone({ ...entry('late'), after: { token: 'hunter2' } })).rejects.toMatchObject({
      code: 'not-audited-yet',
      retry: true,
    });
    expect(trouble.texts).toEqual([expect.stringContaining('"late"') as string]);
    expect(trouble.texts.join()).not.toContain('hunter2');
    log.away = false;
    await one.stop();
    expect(trouble.paidCount).toBe(1);
    expect(await reading.verify()).toMatchObject({ ok: true, records: 1 });
  });
});

describe('reading the audit', () => {
  it('pages by cursor from the newest on, each record once', async () => {
    const { replica, reading } = worldOf();
    const one = replica();
    for (let n = 1; n <= 7; n += 1) await one.note(entry(String(n)));
    const seen: number[] = [];
    let before: number | undefined;
    do {
      const { records, next } = await reading.list({}, before, 3);
      seen.push(...records.map(({ seq }) => seq));
      before = next;
    } while (before !== undefined);
    expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1]);
  });

  it('exports each record as the text that was hashed', async () => {
    const { log, replica, reading } = worldOf();
    await replica().note(entry('a'));
    let text = '';
    for await (const lines of reading.export()) text += lines;
    expect(
      text
        .trim()
        .split('\n')
        .map(line => JSON.parse(line) as unknown),
    ).toEqual([{ hash: log.rows[0]?.hash, record: log.rows[0]?.text }]);
  });

  it('shows also a record that was made unreadable, and names it when it verifies', async () => {
    const { log, replica, reading } = worldOf();
    await replica().note(entry('a'));
    Object.assign(log.rows[0] ?? {}, { text: '{' });
    expect((await reading.list({}, undefined, 10)).records).toMatchObject([{ seq: 1, by: { id: 'a' } }]);
    expect(await reading.verify()).toMatchObject({ ok: false, records: 0, broken: { seq: 1, reason: 'changed' } });
  });
});
