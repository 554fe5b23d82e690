import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { allOf } from '../blob-store.story.js';
import { type FoundFile, findFiles } from './find-files.js';
import { packFiles } from './pack-files.js';
import { unpackFiles } from './unpack-files.js';

const limits = { files: 1_000, bytes: 10_000_000, fileBytes: 5_000_000 };

describe('files', () => {
  let root: string;
  let other: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'yard-files-'));
    other = mkdtempSync(join(tmpdir(), 'yard-files-'));
  });
  afterEach(() => {
    for (const path of [root, other]) rmSync(path, { recursive: true });
  });

  const write = (...paths: string[]) => {
    for (const path of paths) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), `of ${path}`);
    }
  };
  const paths = async (...globs: string[]) => (await findFiles(root, globs)).map(({ path }) => path);
  const archive = async (files?: FoundFile[]) =>
    Buffer.concat(await allOf(packFiles(root, files ?? (await findFiles(root, ['**'])))));

  describe('are found', () => {
    beforeEach(() => write('a.txt', 'dist/a.js', 'dist/a.map', 'dist/deep/b.js', 'src/a.ts', '.hidden/x'));

    it.each([
      [['dist/**'], ['dist/a.js', 'dist/a.map', 'dist/deep/b.js']],
      [['dist'], ['dist/a.js', 'dist/a.map', 'dist/deep/b.js']],
      [['./dist/'], ['dist/a.js', 'dist/a.map', 'dist/deep/b.js']],
      [['dist/*.js'], ['dist/a.js']],
      [['**/*.js'], ['dist/a.js', 'dist/deep/b.js']],
      [
        ['dist/**', '!**/*.map'],
        ['dist/a.js', 'dist/deep/b.js'],
      ],
      [
        ['dist', '!dist/deep'],
        ['dist/a.js', 'dist/a.map'],
      ],
      [
        ['{src,dist}/a.*', 'a.txt'],
        ['a.txt', 'dist/a.js', 'dist/a.map', 'src/a.ts'],
      ],
      [['.'], ['.hidden/x', 'a.txt', 'dist/a.js', 'dist/a.map', 'dist/deep/b.js', 'src/a.ts']],
      [['nothing/**'], []],
      [['../**', '/etc/**'], []],
      [['!dist'], []],
    ])('by %j', async (globs, expected) => {
      expect(await paths(...globs)).toEqual(expected);
    });

    it('with their sizes, permissions and times', async () => {
      chmodSync(join(root, 'a.txt'), 0o750);
      utimesSync(join(root, 'a.txt'), 1_700_000_000, 1_700_000_000);
      const [found] = await findFiles(root, ['a.txt']);
      expect(found).toEqual({ path: 'a.txt', bytes: 8, mode: 0o750, mtime: 1_700_000_000_000 });
    });

    it('without following links, and without pipes', async () => {
      symlinkSync('/etc', join(root, 'dist/link'));
      execFileSync('mkfifo', [join(root, 'dist/pipe')]);
      const found = await findFiles(root, ['dist/**']);
      expect(found.map(({ path, link }) => [path, link])).toEqual([
        ['dist/a.js', undefined],
        ['dist/a.map', undefined],
        ['dist/deep/b.js', undefined],
        ['dist/link', '/etc'],
      ]);
      expect(await paths('dist/link/**')).toEqual([]);
    });

    it('up to a number and a depth, and not after an abort', async () => {
      await expect(findFiles(root, ['**'], { most: 3 })).rejects.toMatchObject({ code: 'too-many-files' });
      mkdirSync(join(root, 'd/'.repeat(250)), { recursive: true });
      await expect(findFiles(root, ['d/**'])).rejects.toMatchObject({ code: 'too-deep' });
      await expect(findFiles(root, ['**'], { signal: AbortSignal.abort() })).rejects.toThrow('abort');
    });
  });

  describe('that are packed', () => {
    it('are the same when they are unpacked elsewhere', async () => {
      const long = `${'long/'.repeat(30)}größe`;
      write('a.txt', 'dist/b.js', long, 'empty');
      truncateSync(join(root, 'empty'));
      writeFileSync(join(root, 'big'), Buffer.alloc(1_000_001, 'x'));
      chmodSync(join(root, 'dist/b.js'), 0o755);
      utimesSync(join(root, 'a.txt'), 1_700_000_000, 1_700_000_000);
      symlinkSync('../a.txt', join(root, 'dist/up'));
      expect(await unpackFiles(other, stream(await archive(), 1_000), limits)).toEqual({ files: 6, bytes: 1_000_181 });
      for (const path of ['a.txt', 'dist/b.js', long, 'empty', 'big'])
        expect(readFileSync(join(other, path)).equals(readFileSync(join(root, path)))).toBe(true);
      expect(statSync(join(other, 'dist/b.js')).mode & 0o777).toBe(0o755);
      expect(statSync(join(other, 'a.txt')).mtimeMs).toBe(1_700_000_000_000);
      expect(readlinkSync(join(other, 'dist/up'))).toBe('../a.txt');
    });

    it('can be read by tar, and what tar writes can be unpacked', async () => {
      write('a', `${'x'.repeat(150)}/${'y'.repeat(120)}`);
      writeFileSync(join(other, 'all.tar'), await archive());
      execFileSync('tar', ['-xf', 'all.tar'], { cwd: other });
      expect(readFileSync(join(other, 'x'.repeat(150), 'y'.repeat(120)), 'utf8')).toContain('of xxx');
      for (const format of ['gnu', 'pax', 'ustar']) {
        write(`by-${format}`);
        const made = execFileSync('tar', [`--format=${format}`, '-c', `by-${format}`], { cwd: root });
        await unpackFiles(other, stream(made, 700), limits);
        expect(existsSync(join(other, `by-${format}`))).toBe(true);
      }
    });

    it('are refused when they are changed meanwhile', async () => {
      write('a', 'b');
      const files = await findFiles(root, ['**']);
      truncateSync(join(root, 'a'));
      await expect(archive(files)).rejects.toMatchObject({ code: 'file-changed' });
      rmSync(join(root, 'a'));
      symlinkSync('/etc/hostname', join(root, 'a'));
      await expect(archive(files)).rejects.toMatchObject({ code: 'file-changed' });
    });
  });

  describe('that are unpacked', () => {
    const entry = (path: string, more: Partial<FoundFile> = {}): FoundFile => ({
      path,
      bytes: 0,
      mode: 0o644,
      mtime: 0,
      ...more,
    });
    const unpack = async (files: FoundFile[], allowed: object = limits) =>
      unpackFiles(other, stream(await archive(files)), allowed as typeof limits);

    it.each(['../evil', '/tmp/evil', 'a/../../evil', 'a/../b', '..'])('never lie at %s', async path => {
      await expect(unpack([entry(path)])).rejects.toMatchObject({ code: 'archive-refused' });
      expect(existsSync(join(other, '../evil'))).toBe(false);
    });

    it.each(['/etc/passwd', '../outside', 'a/../../outside', 'inside/../x', '/'])(
      'are no links to %s, unless that is allowed',
      async link => {
        await expect(unpack([entry('link', { link })])).rejects.toMatchObject({ code: 'archive-refused' });
        await unpack([entry('link', { link })], { ...limits, anyLinks: true });
        expect(readlinkSync(join(other, 'link'))).toBe(link);
      },
    );

    it('are not written through a link, of the archive or of the place', async () => {
      const files = [entry('link', { link: root }), entry('link/evil')];
      await expect(unpack(files, { ...limits, anyLinks: true })).rejects.toMatchObject({ code: 'archive-refused' });
      expect(existsSync(join(root, 'evil'))).toBe(false);
      symlinkSync(join(root, 'target'), join(other, 'file'));
      await unpack([entry('file')]);
      expect(lstatSync(join(other, 'file')).isFile()).toBe(true);
      expect(existsSync(join(root, 'target'))).toBe(false);
    });

    it.each([
      ['files', { files: 1 }],
      ['bytes', { bytes: 1_500 }],
      ['bytes of one file', { fileBytes: 999 }],
    ])('may have so many %s and no more', async (_what, limit) => {
      for (const name of ['a', 'b']) writeFileSync(join(root, name), Buffer.alloc(1_000));
      const bytes = await archive();
      await expect(unpackFiles(other, stream(bytes), { ...limits, ...limit })).rejects.toMatchObject({
        code: 'archive-refused',
      });
    });

    it.each([
      ['a device', () => execFileSync('sh', ['-c', 'mknod dev c 1 3 && tar -c dev'], { cwd: root })],
      ['a pipe', () => execFileSync('sh', ['-c', 'mkfifo pipe && tar -c pipe'], { cwd: root })],
      ['a hard link', () => execFileSync('sh', ['-c', 'echo > a && ln a b && tar -c a b'], { cwd: root })],
      ['a compressed archive', () => execFileSync('sh', ['-c', 'echo > a && tar -cz a'], { cwd: root })],
    ])('are never %s', async (_what, made) => {
      await expect(unpackFiles(other, stream(made()), limits)).rejects.toMatchObject({ code: 'archive-refused' });
    });

    it('come from whole archives only', async () => {
      write('a', 'b');
      const whole = await archive();
      for (const bytes of [whole.subarray(0, 700), Buffer.from('no archive at all '.repeat(100)), flipped(whole, 3)])
        await expect(unpackFiles(other, stream(bytes), limits)).rejects.toMatchObject({ code: 'archive-damaged' });
    });

    it('pass on what their source throws', async () => {
      const breaks = async function* () {
        yield (await archive([entry('a')])).subarray(0, 512);
        throw new Error('the store is away');
      };
      await expect(unpackFiles(other, breaks(), limits)).rejects.toThrow('the store is away');
    });
  });
});

async function* stream(bytes: Buffer, size = 65_536): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const flipped = (bytes: Buffer, at: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
};
