import { jest } from '@jest/globals';
import { allPages } from './all-pages.js';
import { calm } from './calm.js';

describe('all pages of a list', () => {
  const pages: Record<string, { items: number[]; next?: string }> = {
    '': { items: [1, 2], next: 'b' },
    b: { items: [3], next: 'c' },
    c: { items: [4] },
  };

  it('are read in order', async () => {
    expect(
      await allPages(
        async after => pages[after ?? ''],
        page => page ?? { items: [] },
      ),
    ).toEqual([1, 2, 3, 4]);
  });

  it('end, also where a list would not', async () => {
    let asked = 0;
    const ask = async () => ({ items: [(asked += 1)], next: 'again' });
    expect(await allPages(ask, page => page)).toHaveLength(20);
  });
});

describe('a calm call', () => {
  it('is one for many, and none once it was stopped', () => {
    jest.useFakeTimers();
    let runs = 0;
    const { call, stop } = calm(() => (runs += 1), 100);
    for (let n = 0; n < 5; n += 1) call();
    jest.advanceTimersByTime(100);
    expect(runs).toBe(1);
    call();
    jest.advanceTimersByTime(100);
    expect(runs).toBe(2);
    call();
    stop();
    jest.advanceTimersByTime(1_000);
    expect(runs).toBe(2);
    jest.useRealTimers();
  });
});
