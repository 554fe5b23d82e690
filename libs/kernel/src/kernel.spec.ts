import { Fault, isSortableId, reasonOf, sleep, slugOf, sortableId, waitBefore } from './index.js';

describe('sortableId', () => {
  const chance = new Uint8Array(16).fill(31);

  it('sorts by time', () => {
    const [early, late] = [sortableId(1_700_000_000_000, chance), sortableId(1_700_000_000_001, new Uint8Array(16))];
    expect(early < late).toBe(true);
  });

  it('has the shape of an id', () => {
    expect(isSortableId(sortableId(Date.UTC(2026, 0, 1), chance))).toBe(true);
    expect(isSortableId('not-an-id')).toBe(false);
  });
});

describe('slugOf', () => {
  it.each([
    ['Build & Test', 'build-test'],
    ['  Größe 10 ', 'gro-e-10'],
    ['日本語', 'step'],
    ['a'.repeat(90), 'a'.repeat(48)],
  ])('turns %j into %j', (name, slug) => expect(slugOf(name, 'step')).toBe(slug));
});

describe('waitBefore', () => {
  const backoff = { initialMs: 100, factor: 2, maxMs: 1_000 };

  it('grows up to its ceiling and stays between half and whole', () => {
    expect(waitBefore(1, backoff, 0)).toBe(50);
    expect(waitBefore(3, backoff, 0.5)).toBe(300);
    expect(waitBefore(60, backoff, 0.999)).toBeLessThanOrEqual(1_000);
  });
});

describe('sleep', () => {
  it('ends at once when its signal aborts', async () => {
    const stop = new AbortController();
    const waiting = sleep(3_600_000, stop.signal);
    stop.abort();
    await waiting;
    await sleep(3_600_000, stop.signal);
  });

  it('wakes when any of several signals aborts', async () => {
    const [one, two] = [new AbortController(), new AbortController()];
    const waiting = sleep(3_600_000, one.signal, undefined, two.signal);
    two.abort();
    await waiting;
    expect(one.signal.aborted).toBe(false);
  });
});

describe('Fault', () => {
  it('keeps its cause and says who must act', () => {
    const cause = new Error('disk full');
    const fault = new Fault({
      code: 'store-full',
      message: 'the store is full',
      blame: 'platform',
      retry: true,
      cause,
    });
    expect(fault).toMatchObject({ code: 'store-full', blame: 'platform', retry: true, cause });
    expect(reasonOf(fault)).toBe('the store is full');
    expect(reasonOf('plain')).toBe('plain');
  });
});
