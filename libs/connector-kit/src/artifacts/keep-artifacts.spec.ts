import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { BlobStore, type Blob, type BlobFacts, type PutOptions } from '@switchyard/blobs';
import type { ArtifactMark, ArtifactPlan, Grant } from '@switchyard/contracts';
import { Fault } from '@switchyard/kernel';
import type { Ending } from '../connector.js';
import { KeepArtifacts } from './keep-artifacts.js';

const attemptId = '01m84ywyccwh2egkrpyg85s86c.build.1';

class MemoryBlobs extends BlobStore {
  readonly stored = new Map<string, Buffer>();
  /** What becomes of each put; none said = it is stored. */
  fate: (key: string) => Fault | 'turned' | undefined = () => undefined;

  async put(key: string, body: AsyncIterable<Uint8Array>, { sha256 }: PutOptions = {}): Promise<BlobFacts> {
    const bytes = await buffer(body);
    const fate = this.fate(key);
    if (fate instanceof Fault) throw fate;
    if (fate === 'turned') bytes[0] = (bytes[0] ?? 0) ^ 1;
    const found = createHash('sha256').update(bytes).digest('hex');
    if (sha256 !== undefined && sha256 !== found) throw faultOf('blob-damaged', false);
    this.stored.set(key, bytes);
    return { key, bytes: bytes.length, sha256: found, at: 0 };
  }
  async get(): Promise<Blob | undefined> {
    return undefined;
  }
  async facts(): Promise<BlobFacts | undefined> {
    return undefined;
  }
  async remove(): Promise<void> {}
  async *list(): AsyncGenerator<BlobFacts> {}
  async *keys(): AsyncGenerator<string> {}
  async removeUnfinished(): Promise<number> {
    return 0;
  }
  async close(): Promise<void> {}
}

const faultOf = (code: string, retry: boolean) => new Fault({ code, message: code, blame: 'platform', retry });

describe('files that a step leaves', () => {
  let workspace: string;
  let blobs: MemoryBlobs;
  let told: ArtifactMark[];
  let said: string[];
  beforeEach(() => {
    workspace = mkdtempSync(join(tmpdir(), 'yard-artifacts-'));
    [blobs, told, said] = [new MemoryBlobs(), [], []];
  });
  afterEach(() => rmSync(workspace, { recursive: true }));

  const write = (path: string, text: string | Buffer = path) => {
    mkdirSync(join(workspace, path, '..'), { recursive: true });
    writeFileSync(join(workspace, path), text);
  };
  const plan = (over: Partial<ArtifactPlan> = {}): ArtifactPlan => ({
    name: 'site',
    paths: ['**'],
    when: 'success',
    ...over,
  });
  const after = (artifacts: ArtifactPlan[], over: Partial<Ending> = {}, signal = new AbortController().signal) => {
    const grant = { attemptId, project: 'shop', artifacts } as unknown as Grant;
    const ending: Ending = { kind: 'exited', exitCode: 0, startedAt: 0, finishedAt: 1, droppedBytes: 0, ...over };
    const tell = async (_: Grant, mark: ArtifactMark) => told.push(mark) > 0;
    const place = { directory: workspace, workspace };
    const about = { grant, place, signal, say: (line: string) => void said.push(line), give: () => undefined };
    return new KeepArtifacts(blobs, tell).after(about, ending);
  };
  const listed = () => {
    const key = [...blobs.stored.keys()].find(one => one.endsWith('/list')) ?? '';
    return JSON.parse(String(blobs.stored.get(key))) as {
      files: { path: string; offset: number; bytes: number; sha256: string }[];
    };
  };

  it('are packed with a list that says where each lies and what it holds', async () => {
    write('b/empty', '');
    write('a.txt', 'first');
    write(`long/${'x'.repeat(180)}/name.bin`, Buffer.alloc(700_000, 7));
    await after([plan()]);
    const archive = [...blobs.stored].find(([key]) => key.endsWith('/files'))?.[1] ?? Buffer.alloc(0);
    const { files } = listed();
    expect(files.map(({ path }) => path.split('/').at(-1))).toEqual(['a.txt', 'empty', 'name.bin']);
    for (const { offset, bytes, sha256 } of files)
      expect(
        createHash('sha256')
          .update(archive.subarray(offset, offset + bytes))
          .digest('hex'),
      ).toBe(sha256);
    expect(told).toEqual([
      { name: 'site', files: 3, bytes: 700_005, key: expect.stringMatching(/^shop\/artifacts\//) },
    ]);
    expect(said).toEqual(['Keeping artifact site: 3 files, 700 kB']);
  });

  it.each([
    ['success', {}, 2],
    ['failure', { failure: 'user' as const }, 2],
    ['success', { failure: 'user' as const }, 1],
    ['failure', {}, 1],
  ])('are kept on %s after %j', async (when, ending, count) => {
    write('a');
    await after([plan({ when: when as ArtifactPlan['when'] }), plan({ name: 'log', when: 'always' })], ending);
    expect(told).toHaveLength(count);
  });

  it('are none where nothing matches, or where the step never began', async () => {
    await after([plan({ paths: ['dist/**'] })]);
    expect(said).toEqual(['artifact site: no files match dist/**']);
    write('a');
    await after([plan({ when: 'always' })], { begun: false, failure: 'platform' });
    expect(told).toEqual([]);
  });

  it('are never what a link leads to', async () => {
    write('a');
    symlinkSync('/etc/passwd', join(workspace, 'stolen'));
    symlinkSync('/etc', join(workspace, 'folder'));
    await after([plan()]);
    expect(listed().files.map(({ path }) => path)).toEqual(['a']);
    expect(said[0]).toBe('artifact site: 2 links left out');
  });

  it.each(['a\nb', 'a\\b', '\u001b[2J'])('called %j are refused, and it is the step’s doing', async path => {
    write(path);
    await expect(after([plan()])).rejects.toMatchObject({ code: 'bad-artifact-name', blame: 'user' });
    expect(told).toEqual([]);
  });

  it('called as no artifact may be are refused too, and the others are kept', async () => {
    write('a');
    await expect(after([plan({ name: 'a\u0007' }), plan()])).rejects.toMatchObject({ code: 'bad-artifact-name' });
    expect(told.map(({ name }) => name)).toEqual(['site']);
  });

  it('go to a path of their own in the store, whatever the artifact is called', async () => {
    write('a');
    await after([plan({ name: '../../../up' })]);
    expect([...blobs.stored.keys()].every(key => /^shop\/artifacts\/[\w.]+\/[0-9a-f]{32}\/\w+$/.test(key))).toBe(true);
  });

  it('are stored again when a store was away or a bit was turned', async () => {
    write('a');
    const fates = [faultOf('blob-store-unavailable', true), 'turned' as const];
    blobs.fate = key => (key.endsWith('/files') ? fates.shift() : undefined);
    await after([plan()]);
    expect(told).toHaveLength(1);
    expect(fates).toEqual([]);
  });

  it('that the store has no room for fail the step by the platform’s doing', async () => {
    write('a');
    blobs.fate = () => faultOf('blob-store-full', false);
    await expect(after([plan()])).rejects.toMatchObject({
      code: 'artifact-not-kept',
      blame: 'platform',
      message: 'artifact site could not be kept: blob-store-full',
    });
    expect(told).toEqual([]);
  });

  it('are not kept any more by one who is stopped', async () => {
    write('a');
    const stop = new AbortController();
    stop.abort();
    expect(await after([plan()], {}, stop.signal)).toMatchObject({ exitCode: 0 });
    expect(said).toEqual(['artifact site is not kept: the step was stopped']);
  });

  it('are read where they are a report, and what is none is said', async () => {
    write('good.xml', '<testsuite><testcase name="a"/></testsuite>');
    write('bad.xml', 'no');
    await after([plan({ report: 'junit' })]);
    expect(told[0]?.report).toEqual({ kind: 'junit', tests: 1, failed: 0, skipped: 0, mistakes: 1 });
    expect(said.slice(1)).toEqual([
      'site: 1 test: 1 passed, 0 failed, 0 skipped',
      expect.stringMatching(/^site: not read: bad\.xml: /),
    ]);
  });

  it('of ten thousand are one archive', async () => {
    for (let n = 0; n < 10_000; n += 1) writeFileSync(join(workspace, `${n}`), '');
    await after([plan()]);
    expect(told[0]?.files).toBe(10_000);
    expect(JSON.stringify(told[0]).length).toBeLessThan(500);
  });
});
