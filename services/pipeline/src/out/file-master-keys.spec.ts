import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProjectId } from '@switchyard/contracts';
import { FileMasterKeys } from './file-master-keys.js';
import { house, project } from '../app/secrets/secrets-house.story.js';

describe('the master key', () => {
  let folder: string;
  const path = () => join(folder, 'master.key');
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'yard-master-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const ready = async () => {
    const masters = new FileMasterKeys(path());
    await masters.prepare(true);
    return masters;
  };

  it('is a file of 32 bytes that only its user may read', async () => {
    await ready();
    const key = readFileSync(path());
    expect([key.length, statSync(path()).mode & 0o777, readdirSync(folder)]).toEqual([32, 0o600, ['master.key']]);
    await ready();
    expect(readFileSync(path()).equals(key)).toBe(true);
  });

  it.each([
    ['is not there', () => undefined],
    ['can be read by others', () => (writeFileSync(path(), randomBytes(32)), chmodSync(path(), 0o644))],
    ['has 31 bytes', () => writeFileSync(path(), randomBytes(31), { mode: 0o600 })],
  ])('that %s stops the start', async (says, arrange) => {
    arrange();
    await expect(new FileMasterKeys(path()).prepare(false)).rejects.toThrow(says);
  });

  it('that was exchanged opens nothing', async () => {
    const { put, read } = house(await ready());
    await put('token', 'hunter22');
    writeFileSync(path(), randomBytes(32));
    expect(await read({ T: 'token' })).toEqual({ result: 'unreadable', names: ['token'] });
  });

  it('is exchanged while everything stays readable, wherever that is killed', async () => {
    for (let step = 1; step <= 2; step += 1)
      for (const after of [false, true]) {
        rmSync(folder, { recursive: true, force: true });
        folder = mkdtempSync(join(tmpdir(), 'yard-master-'));
        const { put, read, rotating, killer, keys } = house(await ready());
        await put('token', 'hunter22');
        await rotating.project({ v: 1, project });
        const old = readFileSync(path());
        killer.at(step, after);
        await expect(rotating.master()).rejects.toThrow('killed');
        expect(await read({ T: 'token' })).toEqual({ T: 'hunter22' });
        killer.at(Infinity, false);
        await rotating.master();
        expect(await read({ T: 'token' })).toEqual({ T: 'hunter22' });
        expect(readFileSync(path()).equals(old)).toBe(false);
        expect(readdirSync(folder).sort()).toEqual(['master.key', 'master.key.old']);
        rmSync(`${path()}.old`);
        expect(await read({ T: 'token' })).toEqual({ T: 'hunter22' });
        expect(new Set([...keys.rows.values()].map(one => one.master)).size).toBe(1);
      }
  });

  it('wraps the first key of a project that appears while it is exchanged', async () => {
    const masters = await ready();
    const made = house(masters);
    await made.put('token', 'hunter22');
    const rotating = made.rotating.master();
    const other = made.keeping.put({
      v: 1,
      project: 'other' as ProjectId,
      name: 'token',
      value: 'hunter23',
      actor: 'bob',
    });
    await Promise.all([rotating, other]);
    expect(await made.keys.find('other' as ProjectId, 1)).toBeDefined();
    expect(await made.read({ T: 'token' })).toEqual({ T: 'hunter22' });
  });
});
