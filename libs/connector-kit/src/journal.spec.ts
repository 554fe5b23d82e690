import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AttemptId, ExecutionId, Grant, ProjectId, StepId } from '@switchyard/contracts';
import { Journal } from './journal.js';

const executionId = '01m84ywyccwh2egkrpyg85s86c' as ExecutionId;
const attempt = (step: string, n = 1) => `${executionId}.${step}.${n}` as AttemptId;
const one = attempt('one');
const entry = { attemptId: one, nonce: 'a-nonce-of-sixteen', traceparent: 'trace' };
const grant: Grant = {
  attemptId: one,
  project: 'default' as ProjectId,
  executionId,
  stepId: 'one' as StepId,
  stepName: 'one',
  config: { command: 'echo "ä\n"' },
  environment: { TOKEN: 'open-sesame' },
  leaseMs: 90_000,
};

describe('the journal', () => {
  let folder: string;
  let journal: Journal;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'yard-journal-'));
    journal = await Journal.open(folder);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('knows nothing at first', async () => {
    expect(await journal.entries()).toEqual([]);
    expect(await journal.find(one)).toBeUndefined();
  });

  it('knows what was added, and what was granted, as it was, also when it is opened again', async () => {
    await journal.add(entry);
    expect(await journal.find(one)).toEqual(entry);
    await journal.grant(one, grant);
    const again = await Journal.open(folder);
    expect(await again.find(one)).toEqual({ ...entry, grant });
    expect(await again.entries()).toEqual([{ ...entry, grant }]);
  });

  it('lists each attempt once, however often it was added', async () => {
    const ids = Array.from({ length: 20 }, (_, i) => attempt('step', i + 1));
    for (const _ of ['once', 'twice']) await Promise.all(ids.map(attemptId => journal.add({ ...entry, attemptId })));
    expect((await journal.entries()).map(found => found.attemptId).sort()).toEqual([...ids].sort());
  });

  it('forgets an attempt with all that lies in its folder, and forgets twice', async () => {
    await journal.add(entry);
    mkdirSync(join(journal.place(one), 'deep/er'), { recursive: true });
    writeFileSync(join(journal.place(one), 'deep/er/file'), '');
    await journal.remove(one);
    await journal.remove(one);
    expect(existsSync(journal.place(one))).toBe(false);
    expect(await journal.entries()).toEqual([]);
  });

  it('removes folders in which nothing was written yet, and leaves alone what is not its own', async () => {
    await journal.add(entry);
    const [empty, torn] = [attempt('empty'), attempt('torn')];
    for (const name of [empty, torn, 'notes']) mkdirSync(join(journal.directory, name));
    writeFileSync(join(journal.place(torn), 'entry.json.new'), '{"attempt');
    expect(await journal.entries()).toEqual([entry]);
    expect(readdirSync(journal.directory).sort()).toEqual([one, 'notes'].sort());
  });

  it('takes an attempt whose grant was half written for one that is not granted', async () => {
    await journal.add(entry);
    writeFileSync(join(journal.place(one), 'grant.json.new'), '{"att');
    expect(await journal.find(one)).toEqual(entry);
    await journal.grant(one, grant);
    expect(await journal.find(one)).toEqual({ ...entry, grant });
    expect(readdirSync(journal.place(one)).sort()).toEqual(['entry.json', 'grant.json']);
  });

  it('takes what a power cut left half written for nothing: a grant is asked for again, an entry was told to nobody', async () => {
    await journal.add(entry);
    await journal.grant(one, grant);
    await journal.keepGrant(one);
    for (const torn of ['', '{"attemptId":"', '\0\0\0\0']) {
      writeFileSync(join(journal.place(one), 'grant.json'), torn);
      expect(await journal.entries()).toEqual([entry]);
    }
    writeFileSync(join(journal.place(one), 'entry.json'), '');
    expect(await journal.entries()).toEqual([]);
    expect(existsSync(journal.place(one))).toBe(false);
  });

  it('forgets also what holds much output, and what holds many files', async () => {
    for (const attemptId of [attempt('long'), attempt('wide')]) await journal.add({ ...entry, attemptId });
    writeFileSync(join(journal.place(attempt('long')), 'log'), Buffer.alloc(2_000_000));
    for (let i = 0; i < 100; i += 1) writeFileSync(join(journal.place(attempt('wide')), String(i)), '');
    for (const id of [attempt('long'), attempt('wide')]) await journal.remove(id);
    expect(readdirSync(journal.directory)).toEqual([]);
  });

  it('can be read by its user only: a grant holds what the step may know', async () => {
    await journal.add(entry);
    await journal.grant(one, grant);
    const paths = [journal.directory, journal.place(one), join(journal.place(one), 'grant.json')];
    expect(paths.map(path => statSync(path).mode & 0o077)).toEqual([0, 0, 0]);
  });

  it('says so when there is nothing a grant could belong to', async () => {
    await expect(journal.grant(attempt('unknown'), grant)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
