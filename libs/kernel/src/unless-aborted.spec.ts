import { getEventListeners } from 'node:events';
import { unlessAborted } from './unless-aborted.js';

const never = new Promise<never>(() => undefined);

describe('waiting for a promise', () => {
  it('gives what it gives, and leaves nothing behind at the signal', async () => {
    const { signal } = new AbortController();
    expect(await unlessAborted(Promise.resolve(1), signal)).toBe(1);
    await expect(unlessAborted(Promise.reject(new Error('no')), signal)).rejects.toThrow('no');
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    expect(await unlessAborted(Promise.resolve(2))).toBe(2);
  });

  it('ends with the reason of the signal, also of one that has aborted already', async () => {
    const controller = new AbortController();
    const waiting = unlessAborted(never, controller.signal);
    controller.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    await expect(unlessAborted(never, controller.signal)).rejects.toThrow('enough');
  });
});
