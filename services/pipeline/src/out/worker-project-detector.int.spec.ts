import { detect, GivenFiles, pipelineFor } from '@switchyard/project-detector';
import { usualLimits, WorkerProjectDetector } from './worker-project-detector.js';

const files = new Map([['package.json', '{"scripts":{"test":"x"}}'], ['main.js', undefined] as const]);

describe('looking at a checkout in a thread', () => {
  // Patient, unless a test is about that.
  const start = (limits = {}) => new WorkerProjectDetector({ ...usualLimits, checkoutMs: 50_000, ...limits });

  it('says the same as without one', async () => {
    const found = detect(new GivenFiles(files));
    expect(await start().detect(files, 'outside')).toEqual({
      ...found,
      pipeline: pipelineFor(found, { name: 'outside' }),
    });
  });

  it('ends a checkout that takes too long with one sentence, and looks at the next', async () => {
    const detector = start({ checkoutMs: 1, threads: 1 });
    const refused = { status: 'rejected', reason: { code: 'checkout-too-slow', blame: 'user', retry: false } };
    expect(
      await Promise.allSettled([detector.detect(files, undefined), detector.detect(files, undefined)]),
    ).toMatchObject([refused, refused]);
  });

  it('survives a checkout that needs more memory than it may have', async () => {
    const many = new Map(Array.from({ length: 200_000 }, (_, i) => [`folder-${i}/file`, undefined]));
    const detector = start({ heapMb: 12 });
    await expect(detector.detect(many, undefined)).rejects.toMatchObject({ code: 'checkout-unreadable' });
    expect((await start().detect(files, undefined)).projects).toHaveLength(1);
  });

  it('lets so many wait, refuses more for now, and serves those in line', async () => {
    const detector = start({ threads: 1, waiting: 2 });
    const all = Array.from({ length: 4 }, () => detector.detect(files, undefined));
    const results = await Promise.allSettled(all);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected']);
    expect(results[3]).toMatchObject({ reason: { code: 'detector-busy', retry: true } });
    expect((await detector.detect(files, undefined)).projects).toHaveLength(1);
  });
});
