import { applyPatch } from 'diff';
import { WorkerDiffer } from './worker-differ.js';

const content = (version: number, yaml: string) => ({ version, yaml, includes: {} });
const lines = (seed: number) => Array.from({ length: 60_000 }, (_, n) => `${(n * seed) % 997}`).join('\n');

describe('comparing versions', () => {
  it('leaves its process free while it works on the largest of texts', async () => {
    const differ = new WorkerDiffer();
    const [before, after] = [lines(31), lines(37)];
    const work = differ.unified(content(1, before), content(2, after));
    let turns = 0;
    const counting = setInterval(() => (turns += 1), 1);
    const diff = await work;
    clearInterval(counting);
    expect(turns).toBeGreaterThan(20);
    expect(applyPatch(before, diff)).toBe(after);
  });

  it('says the same of small texts, without a thread', async () => {
    expect(await new WorkerDiffer().unified(content(1, 'a\n'), content(2, 'b\n'))).toContain('-a\n+b\n');
  });

  it('refuses what would wait too long, and goes on with the rest', async () => {
    const differ = new WorkerDiffer();
    const [before, after] = [content(1, lines(31)), content(2, lines(37))];
    const all = await Promise.allSettled(Array.from({ length: 10 }, () => differ.unified(before, after)));
    expect(all.map(({ status }) => status)).toEqual([...Array<string>(8).fill('fulfilled'), 'rejected', 'rejected']);
    expect(all[9]).toMatchObject({ reason: { code: 'differ-busy', retry: true } });
    expect(await differ.unified(content(1, 'a\n'), content(2, 'b\n'))).toContain('+b');
  });
});
