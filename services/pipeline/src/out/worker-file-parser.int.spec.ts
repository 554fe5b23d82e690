import { largestFile, parsePipeline } from '@switchyard/pipeline-file';
import { fileOf } from '../app/pipelines.story.js';
import { usualLimits, WorkerFileParser } from './worker-file-parser.js';

/** The slowest texts known, each as long as a file may be. */
const filled = (sign: string, before = '') =>
  before + sign.repeat(Math.floor((largestFile - before.length) / sign.length));
const slow = filled(',', '[');
/** As long as a file that is read at all may take. */
const slowest = `${fileOf('web')}env: ${'['.repeat(60_000)}\n`;
/** A reader that never comes back from one text, as no file is known to make the real one do. */
const stuck = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ yaml }) => {
      while (yaml === 'stuck');
      parentPort.postMessage({ findings: [] });
    });`)}`,
);

describe('parsing in a thread', () => {
  const parsers: WorkerFileParser[] = [];
  const start = (limits = {}, entry?: URL) => {
    // Patient, unless a test is about that: a busy machine takes long over the worst of files.
    const parser = new WorkerFileParser({ ...usualLimits, fileMs: 50_000, queueMs: 50_000, ...limits }, entry);
    parsers.push(parser);
    return parser;
  };
  afterAll(() => Promise.all(parsers.map(parser => parser.stop())));

  it('says the same as without one', async () => {
    const parser = start();
    for (const yaml of [fileOf('web'), 'name: [\n', '', `${fileOf('web')}triggers: [{ trigger_type: webhook }]\n`])
      expect(await parser.parse(yaml)).toEqual(parsePipeline(yaml));
  });

  it('hands over the files that are included', async () => {
    const yaml = 'name: web\ninclude: ci/greet.yaml\nsteps: [{ extends: greet }]\n';
    const files = { 'ci/greet.yaml': 'template: greet\nsteps: [{ name: hello, run: x }]\n' };
    const { model } = await start().parse(yaml, { files });
    expect(model?.stages[0]?.steps).toMatchObject([{ name: 'hello' }]);
    expect(await start().parse(yaml)).toMatchObject({
      findings: [{ code: 'unknown-include' }, { code: 'unknown-template' }],
    });
  });

  it('keeps the order of its answers', async () => {
    const parser = start();
    const names = Array.from({ length: 50 }, (_, n) => `p${n}`);
    const results = await Promise.all(names.map(name => parser.parse(fileOf(name))));
    expect(results.map(({ model }) => model?.name)).toEqual(names);
  });

  it('leaves its process free while it works on the worst of files', async () => {
    const parser = start();
    const work = parser.parse(slowest);
    let turns = 0;
    const counting = setInterval(() => (turns += 1), 1);
    const { findings } = await work.finally(() => clearInterval(counting));
    expect(findings).toContainEqual(expect.objectContaining({ code: 'not-yaml' }));
    expect(turns).toBeGreaterThan(50);
  });

  it('ends a file that takes too long with one sentence, and reads the next in another thread', async () => {
    const parser = start({ fileMs: 2_000 }, stuck);
    const [first, second] = await Promise.allSettled([parser.parse('stuck'), parser.parse('stuck')]);
    const refused = { status: 'rejected', reason: { code: 'file-too-slow', blame: 'user', retry: false } };
    expect([first, second]).toMatchObject([refused, refused]);
    let next;
    // On a busy machine the new thread may need as long as that only to begin.
    for (let tries = 0; !next && tries < 20; tries += 1)
      next = await parser.parse(fileOf('next')).catch(() => undefined);
    expect(next).toEqual({ findings: [] });
  });

  it('ends its thread when no file comes, and starts another for the next', async () => {
    const tellsItself = new URL(
      `data:text/javascript,${encodeURIComponent(`
        import { parentPort, threadId } from 'node:worker_threads';
        parentPort.on('message', () => parentPort.postMessage({ findings: [{ code: threadId }] }));`)}`,
    );
    const parser = start({ idleMs: 1 }, tellsItself);
    const first = await parser.parse('');
    let next = first;
    while (JSON.stringify(next) === JSON.stringify(first)) {
      // Longer than it stays; on a busy machine, time and again.
      await new Promise(resolve => setTimeout(resolve, 20));
      next = await parser.parse('');
    }
    expect(next.findings).toHaveLength(1);
  });

  it('survives a file that needs more memory than it may have', async () => {
    const parser = start({ heapMb: 12 });
    await expect(parser.parse(slowest)).rejects.toMatchObject({ code: 'file-unreadable', blame: 'user' });
    expect((await parser.parse(fileOf('next'))).model?.name).toBe('next');
  });

  it('refuses what has waited so long that nobody waits for it any more', async () => {
    const parser = start({ queueMs: 50 });
    const first = parser.parse(slow);
    const second = parser.parse(fileOf('late'));
    await expect(second).rejects.toMatchObject({ code: 'parser-busy', retry: true });
    expect((await first).findings.length).toBeGreaterThan(0);
  });

  it('refuses what still waits when it is stopped', async () => {
    const parser = start();
    const both = Promise.allSettled([parser.parse(slow), parser.parse(fileOf('web'))]);
    await parser.stop();
    expect(await both).toMatchObject([{ reason: { code: 'parser-busy' } }, { reason: { code: 'parser-busy' } }]);
  });
});
