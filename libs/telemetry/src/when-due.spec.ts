import { type Millis, SystemClock, Waker } from '@switchyard/kernel';
import { whenDue } from './when-due.js';

const ages = 2 ** 30;

/** Does work that says, one time after the other, when the next is due; ends with the last. */
const looks = async (
  says: ((look: number) => Promise<Millis | undefined>)[],
  { waker = new Waker(0), longestMs = ages }: { waker?: Waker; longestMs?: Millis } = {},
) => {
  const [enough, moments]: [AbortController, number[]] = [new AbortController(), []];
  const work = async () => {
    moments.push(Date.now());
    const say = says[moments.length - 1];
    if (!say || moments.length === says.length) enough.abort();
    return say?.(moments.length);
  };
  const times = { clock: new SystemClock(), everyMs: 1, longestMs };
  await whenDue(times, waker, { service: 'test', what: 'look', failed: 'look failed', work }, enough.signal);
  return moments;
};
const nothing = async () => undefined;

describe('work that is done when it is due', () => {
  it('waits for the moment that it named, and no longer', async () => {
    const dueAt = Date.now() + 60;
    const [, second = 0] = await looks([async () => dueAt, nothing]);
    expect(second).toBeGreaterThanOrEqual(dueAt);
  });

  it('comes again where something is still due, where it failed, and after the longest time', async () => {
    const failing = () => Promise.reject(new Error('away'));
    expect(await looks([async () => 0, failing, nothing])).toHaveLength(3);
    expect(await looks([nothing, nothing], { longestMs: 10 })).toHaveLength(2);
  });

  it('is woken, however far away its moment is', async () => {
    const waker = new Waker(ages);
    const woken = async () => {
      setTimeout(() => waker.ring(), 20);
      return Date.now() + ages;
    };
    expect(await looks([woken, nothing], { waker })).toHaveLength(2);
  });

  it('comes often for a while after it was woken', async () => {
    const waker = new Waker(ages);
    waker.ring();
    expect(await looks([nothing, nothing, nothing], { waker })).toHaveLength(3);
  });

  it('notices that the clock was set', async () => {
    let now = 0;
    const [enough, waker] = [new AbortController(), new Waker(0)];
    let count = 0;
    const work = async () => {
      if ((count += 1) === 2) enough.abort();
      setTimeout(() => {
        now = ages;
        waker.ring();
      }, 5);
      return 1_000;
    };
    const times = { clock: { now: () => now }, everyMs: 1, longestMs: ages };
    await whenDue(times, waker, { service: 'test', what: 'look', failed: 'look failed', work }, enough.signal);
    expect(count).toBe(2);
  });
});
