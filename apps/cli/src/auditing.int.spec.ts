import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FakePlatform } from './fake-platform.story.js';
import { Place } from './yard.story.js';

const record = (seq: number) => ({
  seq,
  at: '2026-11-26T10:00:00.000Z',
  action: 'pipeline.changed',
  by: { kind: 'user', id: 'u1', name: 'Ann\u001b[31m' },
  from: '203.0.113.7',
  on: { kind: 'pipeline', id: 'p1', name: 'web' },
  previous: '',
  hash: 'abc',
});

describe('yard audit', () => {
  let place: Place;
  let platform: FakePlatform;
  beforeAll(async () => {
    place = await Place.make();
    platform = await FakePlatform.start();
  });
  afterAll(async () => {
    await platform.stop();
    await place.leave();
  });
  const yard = (...words: string[]) => place.start(words, platform.environment).ended();

  it('lists changes, with what is asked for, page by page', async () => {
    platform.routes = {
      'GET /api/audit?who=ann&limit=3': { json: { records: [record(9), record(8)], next: 8 } },
      'GET /api/audit?who=ann&limit=1&before=8': { json: { records: [record(7)] } },
    };
    const { code, stdout } = await yard('audit', 'list', '--who', 'ann', '-n', '3');
    expect(code).toBe(0);
    expect(stdout).not.toContain('\u001b');
    expect(stdout.split('\n').map(line => line.split(/\s{2,}/))).toMatchObject([
      ['record', 'at', 'who', 'from', 'action', 'what'],
      [
        '9',
        '2026-11-26T10:00:00.000Z',
        expect.stringContaining('Ann'),
        '203.0.113.7',
        'pipeline.changed',
        'pipeline web p1',
      ],
      { 0: '8' },
      { 0: '7' },
      [''],
    ]);
  });

  it('says that the chain is whole', async () => {
    platform.routes = { 'GET /api/audit/verify': { json: { ok: true, records: 7, last: { seq: 7, hash: 'abc' } } } };
    const { code, stdout } = await yard('audit', 'verify');
    expect([code, stdout]).toEqual([
      0,
      'the audit is whole: 7 records\nrecord 7 has the hash abc; keep it elsewhere\n',
    ]);
  });

  it('names the first broken record, and exits with 1', async () => {
    const broken = { seq: 4, reason: 'changed', message: 'record 4 was changed' };
    platform.routes = {
      'GET /api/audit/verify': { json: { ok: false, records: 3, last: { seq: 3, hash: 'abc' }, broken } },
    };
    const { code, stdout } = await yard('audit', 'verify');
    expect(code).toBe(1);
    expect(stdout).toContain('the audit is broken: record 4 was changed');
  });

  it('exports what the platform has, as it is', async () => {
    platform.routes = { 'GET /api/audit/export': { text: '{"hash":"a","record":"{}"}\n' } };
    expect(await yard('audit', 'export')).toMatchObject({ code: 0, stdout: '{"hash":"a","record":"{}"}\n' });
  });

  it('and yard doctor lists all findings at once', async () => {
    const data = join(place.folder, 'data');
    await mkdir(data);
    await writeFile(join(data, 'token'), 'x'.repeat(40));
    await chmod(join(data, 'token'), 0o644);
    const environment = { NATS_PASSWORD: 'change-me', MONGODB_URI: 'mongodb://203.0.113.7:27017' };
    const { code, stdout } = await place.start(['doctor', '--json', '--data', data], environment).ended();
    const { ok, findings } = JSON.parse(stdout) as { ok: boolean; findings: { name: string; state: string }[] };
    expect([code, ok]).toEqual([3, false]);
    const names = findings.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['node', 'disk', 'data directory', 'token', 'nats-server', 'cgroups', 'clock']),
    );
    const problems = findings.filter(({ state }) => state === 'problem').map(({ name }) => name);
    expect(problems).toEqual(expect.arrayContaining(['token', 'environment', 'environment']));
    expect(stdout).toContain('NATS_PASSWORD');
    expect(stdout).toContain('MONGODB_URI');
  });
});
