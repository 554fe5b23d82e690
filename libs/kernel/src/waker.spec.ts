import { Waker } from './waker.js';

const never = new AbortController().signal;
const ages = 2 ** 30;

describe('who waits for a moment', () => {
  it('is woken by a ring, and by the end', async () => {
    const [waker, end] = [new Waker(0), new AbortController()];
    const waits = [waker.wait(ages, never), waker.wait(ages, never)];
    waker.ring();
    await Promise.all(waits);
    const last = waker.wait(ages, end.signal);
    end.abort();
    await last;
  });

  it('does not wait for a while after a ring', async () => {
    const waker = new Waker(ages);
    expect(waker.isLively).toBe(false);
    waker.ring();
    expect(waker.isLively).toBe(true);
    await waker.wait(ages, never);
  });
});
