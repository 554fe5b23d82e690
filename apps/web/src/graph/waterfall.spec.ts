import { aView, at, beginning } from './a-view.story.js';
import { ticksOf, waterfallOf } from './waterfall.js';

const seconds = (ms: number) => (ms - beginning) / 1_000;

describe('the waterfall', () => {
  const view = aView(
    [
      { id: 'build', steps: [{ id: 'compile', tries: [[0, 2, 10]] }] },
      {
        id: 'test',
        parallel: true,
        steps: [
          { id: 'unit', tries: [[10, 11, 15]] },
          {
            id: 'slow',
            tries: [
              [10, 12, 20, 'user'],
              [25, 26, 40],
            ],
          },
        ],
      },
      { id: 'deploy', steps: [{ id: 'ship', tries: [[40, 41]] }] },
    ],
    {},
  );
  const { rows, totals, to } = waterfallOf(view, beginning + 50_000);
  const spansOf = (id: string) =>
    rows.find(row => row.id === id)?.spans.map(({ kind, from, to, n }) => [kind, seconds(from), seconds(to), n]);

  it('tells of each try how long it was queued, ran, and waited for the next', () => {
    expect(spansOf('slow')).toEqual([
      ['queued', 10, 12, 1],
      ['failed', 12, 20, 1],
      ['waiting', 20, 25, undefined],
      ['queued', 25, 26, 2],
      ['running', 26, 40, 2],
    ]);
  });

  it('lets what runs go on to now', () => {
    expect(spansOf('ship')).toEqual([
      ['queued', 40, 41, 1],
      ['running', 41, 50, 1],
    ]);
    expect(seconds(to)).toBe(50);
  });

  it('finds what took the longest, step after step', () => {
    expect(rows.filter(row => row.isCritical).map(({ id }) => id)).toEqual(['compile', 'slow', 'ship']);
    expect(totals).toEqual({ waitingMs: 5_000, queuedMs: 2_000 + 2_000 + 1_000 + 1_000, runningMs: 39_000 });
  });

  it('shows how long people were waited for', () => {
    const held = aView([
      {
        id: 's',
        steps: [
          { id: 'a', tries: [[0, 0, 4]] },
          { id: 'ask', status: 'waiting-approval', approval: { by: [], quorum: 1, reviews: [] } },
        ],
      },
    ]);
    const {
      rows: [, ask],
    } = waterfallOf(held, beginning + 9_000);
    expect(ask?.spans.map(({ kind, from, to }) => [kind, seconds(from), seconds(to)])).toEqual([['waiting', 4, 9]]);
    const approved = aView([
      {
        id: 's',
        steps: [{ id: 'ask', status: 'success', approval: { by: [], quorum: 1, reviews: [] }, finishedAt: at(7) }],
      },
    ]);
    expect(waterfallOf(approved, beginning + 9_000).rows[0]).toMatchObject({
      isCritical: true,
      spans: [{ kind: 'waiting' }],
    });
  });

  it('has nothing of what never began, and stands while nothing has', () => {
    const idle = waterfallOf(aView([{ id: 's', steps: [{ id: 'a' }, { id: 'b' }] }]), beginning);
    expect(idle.rows.map(({ spans, isCritical }) => [spans, isCritical])).toEqual([
      [[], false],
      [[], false],
    ]);
    expect(idle.to).toBeGreaterThan(idle.from);
  });

  it('leaves out what ends before it begins, where clocks differ', () => {
    const odd = aView([{ id: 's', steps: [{ id: 'a', tries: [[5, 3, 4]] }] }]);
    expect(waterfallOf(odd, beginning + 9_000).rows[0]?.spans.map(({ kind }) => kind)).toEqual(['waiting', 'running']);
  });
});

describe('the scale', () => {
  it.each([
    [1_000, 5, [0, 200, 400, 600, 800, 1_000]],
    [50_000, 6, [0, 10_000, 20_000, 30_000, 40_000, 50_000]],
    [3_600_000, 6, [0, 600_000, 1_200_000, 1_800_000, 2_400_000, 3_000_000, 3_600_000]],
    [400_000_000, 6, [0, 86_400_000, 172_800_000, 259_200_000, 345_600_000]],
  ])('has round times for %d ms', (length, most, ticks) => {
    expect(ticksOf(length, most)).toEqual(ticks);
  });
});
