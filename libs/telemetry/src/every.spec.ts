import { sleep } from '@switchyard/kernel';
import { every } from './every.js';

const lasting = 200;

/** When each time began, in milliseconds, of work that takes a while and comes to such an end. */
const begun = async (end: () => Promise<void>): Promise<number[]> => {
  const enough = new AbortController();
  const moments: number[] = [];
  const work = async () => {
    moments.push(performance.now());
    if (moments.length === 2) return enough.abort();
    await sleep(lasting, enough.signal);
    await end();
  };
  await every(1, { service: 'test', what: 'work', failed: 'work failed', work }, enough.signal);
  return moments;
};

describe('periodic work', () => {
  it('that takes long comes less often', async () => {
    const [first = 0, second = 0] = await begun(() => Promise.resolve());
    expect(second - first).toBeGreaterThanOrEqual(4 * lasting);
  });

  it('that fails is tried again after the usual time, however long it took to fail', async () => {
    let failedAt = 0;
    const [, second = Infinity] = await begun(() => {
      failedAt = performance.now();
      return Promise.reject(new Error('nobody there'));
    });
    expect(second - failedAt).toBeLessThan(4 * lasting);
  });
});
