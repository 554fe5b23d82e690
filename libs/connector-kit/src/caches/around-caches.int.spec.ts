import { existsSync, lstatSync, mkdirSync, readFileSync, readlinkSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { zstdCompress } from 'node:zlib';
import { type FoundFile, packFiles } from '@switchyard/blobs';
import { type CachePlace, trusted } from '@switchyard/caches';
import type { Ending } from '../connector.js';
import { CachingHouse, good, nothing, textAt, write } from './caches.story.js';

describe('the caches of a step', () => {
  let house: CachingHouse;
  const run = (...given: Parameters<CachingHouse['run']>) => house.run(...given);
  beforeEach(async () => {
    house = await CachingHouse.open();
  });
  afterEach(() => house.close());

  const npm = (key: string, ...fallbacks: string[]) => ({ caches: [{ key, fallbacks, paths: ['deps/**'] }] });
  const depsOf = (workspace: string) => textAt(workspace, 'deps/a');

  it('are brought back by the next run, and are the same', async () => {
    const first = await run(npm('npm-1'), write('deps/a', 'one'));
    expect(first.said).toEqual(['cache npm-1: miss', expect.stringMatching(/^cache npm-1: saved \(1 file, \d+ B, /)]);
    const second = await run(npm('npm-1'), nothing);
    expect(second.said).toEqual([expect.stringMatching(/^cache npm-1: hit \(\d+ B, \d\.\d s\)$/)]);
    expect(depsOf(second.workspace)).toBe('one');
  });

  it('are not kept after a failure', async () => {
    const ending: Ending = { ...good, exitCode: 1, failure: 'user', reason: 'exit code 1' };
    expect((await run(npm('k'), write('deps/a', 'one'), { ending })).said).toEqual(['cache k: miss']);
    expect((await run(npm('k'), nothing)).said[0]).toBe('cache k: miss');
  });

  it('are taken by the beginning of another key, the newest first, and kept under the own', async () => {
    await run(npm('npm-old'), write('deps/a', 'old'));
    await run(npm('npm-new'), write('deps/a', 'new'));
    const third = await run(npm('npm-3', 'yarn-', 'npm-'), nothing);
    expect(third.said).toEqual([
      expect.stringMatching(/^cache npm-3: partial hit by npm-new \(/),
      expect.stringMatching(/^cache npm-3: saved/),
    ]);
    expect(depsOf(third.workspace)).toBe('new');
  });

  it('are keyed by the files as they were before the step', async () => {
    const grant = npm('npm-${{ hashFiles("lock") }}');
    const prepare = write('lock', 'v1');
    const changing = (workspace: string) => {
      write('deps/a', 'one')(workspace);
      write('lock', 'changed by the step')(workspace);
    };
    await run(grant, changing, { prepare });
    expect((await run(grant, nothing, { prepare })).said[0]).toMatch(/^cache npm-[0-9a-f]{64}: hit/);
    expect((await run(grant, nothing, { prepare: write('lock', 'v2') })).said[0]).toMatch(/: miss$/);
    const without = await run(grant, nothing);
    expect(without.said).toContain('cache npm-${{ hashFiles("lock") }}: no file matches lock');
    expect(without.said).toContain('cache npm-no-files: miss');
  });

  it('of pull requests from outside are read by nobody else, and read what others kept', async () => {
    const outside = (pullRequest: string) => ({
      untrusted: true,
      environment: { YARD_PULL_REQUEST: pullRequest, YARD_REPOSITORY: 'shop/web' },
    });
    await run({ ...npm('evil'), ...outside('1') }, write('deps/a', 'poison'));
    expect((await run({ ...npm('evil'), ...outside('1') }, nothing)).said[0]).toMatch(/: hit/);
    expect((await run({ ...npm('evil'), ...outside('2') }, nothing)).said[0]).toBe('cache evil: miss');
    expect((await run(npm('evil', 'ev'), nothing)).said[0]).toBe('cache evil: miss');
    await run(npm('own'), write('deps/a', 'good'));
    const reading = await run({ ...npm('own'), ...outside('1') }, nothing);
    expect(reading.said).toEqual([expect.stringMatching(/^cache own: hit/)]);
    expect(depsOf(reading.workspace)).toBe('good');
  });

  it('leave out links that lead out, and bring back those that do not', async () => {
    await run(npm('k'), workspace => {
      write('deps/a', 'one')(workspace);
      symlinkSync('a', join(workspace, 'deps/inside'));
      symlinkSync('/etc/passwd', join(workspace, 'deps/outside'));
      symlinkSync('../../elsewhere', join(workspace, 'deps/above'));
    });
    const { workspace } = await run(npm('k'), nothing);
    expect(readlinkSync(join(workspace, 'deps/inside'))).toBe('a');
    expect(existsSync(join(workspace, 'deps/outside'))).toBe(false);
    expect(lstatSync(join(workspace, 'deps')).isDirectory()).toBe(true);
  });

  it('are not written through a link that an earlier step left', async () => {
    await run(npm('k'), write('deps/a', 'one'));
    const victim = join(house.root, 'victim');
    mkdirSync(victim);
    const prepare = (workspace: string) => symlinkSync(victim, join(workspace, 'deps'));
    const { workspace } = await run(npm('k'), nothing, { prepare });
    expect(existsSync(join(victim, 'a'))).toBe(false);
    expect(depsOf(workspace)).toBe('one');
  });

  it('lie beside what is there already', async () => {
    await run(npm('k'), write('deps/a', 'one'));
    const prepare = (workspace: string) => {
      write('deps/a', 'older')(workspace);
      write('deps/b', 'other')(workspace);
    };
    const { workspace } = await run(npm('k'), nothing, { prepare });
    expect(depsOf(workspace)).toBe('one');
    expect(readFileSync(join(workspace, 'deps/b'), 'utf8')).toBe('other');
  });

  describe('that are hostile', () => {
    const place: CachePlace = { project: 'shop', scope: trusted, kind: 'files' };
    const entry = (path: string, more: Partial<FoundFile> = {}): FoundFile => ({
      path,
      bytes: 0,
      mode: 0o644,
      mtime: 0,
      ...more,
    });
    const plant = async (bytes: Uint8Array) => house.store.save(place, { key: 'k', files: 1 }, once(bytes), Date.now());
    const archived = async (...files: FoundFile[]) => {
      const parts: Uint8Array[] = [];
      mkdirSync(join(house.root, 'empty'), { recursive: true });
      for await (const part of packFiles(join(house.root, 'empty'), files)) parts.push(part);
      return promisify(zstdCompress)(Buffer.concat(parts));
    };
    const bomb = async () => {
      const zeros = Buffer.alloc(1_000_000);
      const head = (await unpacked(entry('deps/big'))).subarray(0, 512);
      // A size of 8 GiB - 1 in the header of a file, twice and more.
      const huge = sized(head, 0o77777777777);
      return promisify(zstdCompress)(Buffer.concat([huge, zeros]));
    };
    const unpacked = async (...files: FoundFile[]) => {
      const parts: Uint8Array[] = [];
      mkdirSync(join(house.root, 'empty'), { recursive: true });
      for await (const part of packFiles(join(house.root, 'empty'), files)) parts.push(part);
      return Buffer.concat(parts);
    };

    it.each([
      ['a path above', () => archived(entry('deps/good'), entry('../evil'))],
      ['an absolute path', () => archived(entry('/tmp/yard-evil'))],
      ['a link out', () => archived(entry('deps/good'), entry('deps/link', { link: '/etc' }))],
      ['a file that never ends', bomb],
      ['no compression', () => unpacked(entry('deps/good'))],
      ['no archive', () => promisify(zstdCompress)(Buffer.alloc(5_000, 'x'))],
      ['nothing in it', () => Promise.resolve(Buffer.alloc(0))],
    ])('by %s are a miss that leaves nothing, and are removed', async (_what, made) => {
      await plant(await made());
      const { said, workspace } = await run(npm('k'), write('deps/a', 'made'));
      expect(said[0]).toMatch(/^cache k: is damaged: /);
      expect(said[1]).toBe('cache k: miss');
      expect(said[2]).toMatch(/^cache k: saved/);
      expect(existsSync(join(workspace, 'deps/good'))).toBe(false);
      expect(existsSync(join(workspace, '../evil'))).toBe(false);
      const again = await run(npm('k'), nothing);
      expect(again.said[0]).toMatch(/: hit/);
      expect(depsOf(again.workspace)).toBe('made');
    });
  });

  it('never fail the step, also where the store cannot be reached', async () => {
    house.loseStore();
    const { said, given } = await run({ ...npm('k'), memo: { inputs: ['in'], outputs: [] } }, write('deps/a', 'x'), {
      prepare: write('in', '1'),
    });
    expect(given).toBeUndefined();
    expect(said.filter(line => line.includes('nobody answers')).length).toBeGreaterThanOrEqual(3);
  });
});

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** The header of a file of an archive with another size. */
const sized = (header: Uint8Array, size: number): Buffer => {
  const changed = Buffer.from(header);
  changed.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  changed.write('        ', 148);
  const sum = changed.reduce((total, byte) => total + byte, 0);
  changed.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return changed;
};
