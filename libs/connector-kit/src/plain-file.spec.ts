import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytesOf, fewBytesOf } from './plain-file.js';
import { readEnd, readStart } from './shim/records.js';
import { readAt } from './shim/stretches.js';

describe('a file that a step may have exchanged', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'yard-plain-'))));
  afterEach(() => rmSync(folder, { recursive: true }));
  const at = (name: string) => join(folder, name);

  it.each([
    ['a small one', 3, 0, 262_144, 3],
    ['the rest of one', 10, 7, 262_144, 3],
    ['nothing behind the end of one', 10, 10, 262_144, 0],
    ['nothing far behind the end of one', 10, 1_000, 262_144, 0],
    ['a piece of one', 100_000, 10, 20, 20],
    ['a large piece of one', 1_000_000, 500_000, 262_144, 262_144],
    ['the last piece of a large one', 1_000_000, 900_000, 262_144, 100_000],
  ])('is read in no more memory than it takes: %s', async (_, size, offset, most, expected) => {
    const whole = Buffer.from(Array.from({ length: size }, (__, i) => i % 251));
    writeFileSync(at('log'), whole);
    const bytes = await readAt(at('log'), offset, most);
    expect(bytes.equals(whole.subarray(offset, offset + most))).toBe(true);
    expect(bytes).toHaveLength(expected);
    expect(bytes.buffer.byteLength).toBeLessThanOrEqual(Math.max(expected, 2 * Buffer.poolSize));
  });

  it('is nothing where it is a pipe, a folder or a link, and nobody waits for it', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    mkdirSync(at('folder'));
    writeFileSync(at('file'), 'text');
    symlinkSync(at('file'), at('link'));
    for (const name of ['pipe', 'folder']) {
      expect(fewBytesOf(at(name), 100)).toBeUndefined();
      expect(await bytesOf(at(name), 0, 100_000)).toBeUndefined();
    }
    expect(() => fewBytesOf(at('link'), 100)).toThrow('ELOOP');
    expect(() => fewBytesOf(at('none'), 100)).toThrow('ENOENT');
    for (const name of ['pipe', 'folder', 'link', 'none']) expect(await readAt(at(name), 0, 100)).toHaveLength(0);
  });

  it('is a record without an end where it stands in the place of one', () => {
    expect([readStart(folder), readEnd(folder)]).toEqual([undefined, undefined]);
    for (const name of ['started', 'outcome']) execFileSync('mkfifo', [at(name)]);
    expect(readStart(folder)).toMatchObject({ pid: 0, control: '', forbidden: false });
    expect(readEnd(folder)).toMatchObject({ outcome: { kind: 'lost' }, headBytes: 0 });
  });
});
