import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { zstdCompress } from 'node:zlib';
import { type BlobStore, type FoundFile, openBlobStore, packFiles } from '@switchyard/blobs';
import { CacheStore, type CachePlace, trusted } from '@switchyard/caches';
import type { Grant } from '@switchyard/contracts';
import type { Ending } from '../connector.js';
import { AroundCaches } from './around-caches.js';

const machine = { connector: 'shell', pool: 'default', platform: 'linux-x64' };
const good: Ending = { kind: 'exited', exitCode: 0, startedAt: 1, finishedAt: 2, droppedBytes: 0 };

describe('the caches of a step', () => {
  let root: string;
  let blobs: BlobStore;
  let store: CacheStore;
  let around: AroundCaches;
  let runs: number;
  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'yard-caches-'));
    blobs = await openBlobStore(pathToFileURL(join(root, 'blobs')).href);
    store = new CacheStore(blobs);
    around = new AroundCaches(store, machine);
    runs = 0;
  });
  afterEach(async () => {
    await blobs.close();
    rmSync(root, { recursive: true });
  });

  /** One run in an empty workspace: what it finds there, what it does there, and what was said. */
  const run = async (
    grant: Partial<Grant>,
    work: (workspace: string) => void,
    { ending = good, prepare }: { ending?: Ending; prepare?: (workspace: string) => void } = {},
  ) => {
    const home = join(root, `run-${(runs += 1)}`);
    const place = { directory: join(home, 'attempt'), workspace: join(home, 'workspace') };
    for (const path of Object.values(place)) mkdirSync(path, { recursive: true });
    prepare?.(place.workspace);
    const said: string[] = [];
    const whole = { project: 'shop', environment: {}, config: {}, ...grant } as Grant;
    const about = { grant: whole, place, signal: new AbortController().signal, say: (line: string) => said.push(line) };
    const given = await around.before(about);
    if (!given) work(place.workspace);
    const ended = given ? { ...good, ...given } : ending;
    expect(await around.after(about, ended)).toBe(ended);
    return { given, said, workspace: place.workspace };
  };

  const write = (path: string, text: string) => (workspace: string) => {
    mkdirSync(dirname(join(workspace, path)), { recursive: true });
    writeFileSync(join(workspace, path), text);
  };
  const nothing = () => undefined;
  const npm = (key: string, ...fallbacks: string[]) => ({ caches: [{ key, fallbacks, paths: ['deps/**'] }] });
  const depsOf = (workspace: string) => {
    const path = join(workspace, 'deps/a');
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  };

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
    const victim = join(root, 'victim');
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
    const plant = async (bytes: Uint8Array) => store.save(place, { key: 'k', files: 1 }, once(bytes), Date.now());
    const archived = async (...files: FoundFile[]) => {
      const parts: Uint8Array[] = [];
      mkdirSync(join(root, 'empty'), { recursive: true });
      for await (const part of packFiles(join(root, 'empty'), files)) parts.push(part);
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
      mkdirSync(join(root, 'empty'), { recursive: true });
      for await (const part of packFiles(join(root, 'empty'), files)) parts.push(part);
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
    const broken = new AroundCaches(
      new CacheStore(
        new Proxy(blobs, {
          get: () => () => {
            throw new Error('nobody answers');
          },
        }),
      ),
      machine,
    );
    around = broken;
    const { said, given } = await run({ ...npm('k'), memo: { inputs: ['in'], outputs: [] } }, write('deps/a', 'x'), {
      prepare: write('in', '1'),
    });
    expect(given).toBeUndefined();
    expect(said.filter(line => line.includes('nobody answers')).length).toBeGreaterThanOrEqual(3);
  });

  describe('the result of a step', () => {
    const memo = { inputs: ['src/**'], outputs: ['dist/**'] };
    const build = (workspace: string) =>
      write('dist/out', `built of ${readFileSync(join(workspace, 'src/a'), 'utf8')}`)(workspace);
    const prepare = write('src/a', 'one');
    const outOf = (workspace: string) => readFileSync(join(workspace, 'dist/out'), 'utf8');

    it('is brought back, with its outputs, where its input is the same', async () => {
      const outputs = { version: '1.2' };
      expect((await run({ memo }, build, { prepare, ending: { ...good, outputs } })).said).toEqual([
        'result: not cached yet',
        expect.stringMatching(/^result: saved \(1 file/),
      ]);
      const never = () => {
        throw new Error('it must not run');
      };
      const second = await run({ memo }, never, { prepare });
      expect(second.given).toEqual({ kind: 'exited', exitCode: 0, cached: true, outputs });
      expect(outOf(second.workspace)).toBe('built of one');
      expect(second.said).toEqual([expect.stringMatching(/^result: cached, of .*; the step is not run$/)]);
    });

    it.each<[string, Partial<Grant>, string]>([
      ['another input', {}, 'two'],
      ['another command', { config: { command: 'make all' } }, 'one'],
      ['another variable', { environment: { MODE: 'release' } }, 'one'],
      ['another secret', { secretNames: ['TOKEN'] }, 'one'],
      ['another key', { memo: { ...memo, key: '2' } }, 'one'],
    ])('is not that of %s', async (_what, grant, input) => {
      await run({ memo }, build, { prepare });
      const { given } = await run({ memo, ...grant }, build, { prepare: write('src/a', input) });
      expect(given).toBeUndefined();
    });

    it('does not hang on what tells runs apart, nor on the values of secrets', async () => {
      const told = (run: string) => ({
        environment: { YARD_ATTEMPT: run, YARD_BRANCH: run, TRACEPARENT: run, TOKEN: `secret of ${run}` },
        secretNames: ['TOKEN'],
      });
      const ending = { ...good, outputs: { url: 'https://secret of 1@host' } };
      await run({ memo, ...told('1') }, build, { prepare, ending });
      const { given } = await run({ memo, ...told('2') }, build, { prepare });
      expect(given).toMatchObject({ cached: true });
      expect(given?.outputs?.['url']).not.toContain('secret of 1');
    });

    it('of pull requests from outside is nothing to others', async () => {
      await run({ memo, untrusted: true }, write('dist/out', 'poison'), { prepare });
      expect((await run({ memo }, build, { prepare })).given).toBeUndefined();
      expect((await run({ memo, untrusted: true }, build, { prepare })).given).toMatchObject({ cached: true });
    });

    it('is not cached where nothing matches its inputs', async () => {
      const { said } = await run({ memo }, nothing);
      expect(said).toEqual(['result: not cached, since no file matches src/**']);
    });

    it('of a failure is not kept', async () => {
      const ending: Ending = { ...good, exitCode: 1, failure: 'user' };
      await run({ memo }, build, { prepare, ending });
      expect((await run({ memo }, build, { prepare })).given).toBeUndefined();
    });
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
