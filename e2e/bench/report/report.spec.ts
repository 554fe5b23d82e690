import type { Line } from '../figures.js';
import { groupsOf } from '../figures.js';
import { barChart, curveChart } from './charts.js';
import { verdictsOf } from './goals.js';
import { pageOf } from './page.js';
import { type Budget, budgetTables, sumOfParts } from './tables.js';

const w1 = (peer: string, finished: number, first: number): Line => ({
  ...{ peer, w: 'W1', load1: 0.5, fsync_ms: 0.3 },
  firstLine_ms: { n: 30, p50: first, p95: first * 2 },
  finished_ms: { n: 30, p50: finished, p95: finished * 2 },
});
const session = [w1('switchyard', 14, 9), w1('laminar', 20, 18), w1('buildbot', 300, 250), w1('nats-floor', 10, 9)];
const sitting = (name: string, lines: Line[]) => ({ name, groups: groupsOf(lines) });

const budget: Budget = {
  ...{ peer: 'switchyard', w: 'budget', finished_ms: { p50: 12 }, processor_ms: 9, storeWrites: 10 },
  parts: {
    spawn_ms: 2,
    http_ms: 0.25,
    busRoundTrip_ms: 0.4,
    jetStreamAck_ms: 0.25,
    storeWrite_ms: 0.5,
    storeRead_ms: 0.2,
  },
  store: { 'insert executions': 4, 'update executions': 6, 'find executions': 3 },
  bus: { in: 30, out: 33, 'stream EVENTS': 8, 'stream LOGS': 2, 'execution said': 20 },
  late_ms: { execution: { p50: 0.5, p99: 7, max: 9.25 } },
  calls: { flushes: { store: 11 }, forks: { shim: 1, gone: 1 }, execs: { gone: 2 } },
};

describe('goals', () => {
  it('are held against the best peer, and apart from it against the floor', () => {
    const verdicts = verdictsOf([sitting('a', session)]);
    expect(
      verdicts.map(({ goal, theirs, ratio, isMet, missedBy }) => [goal.text, theirs?.peer, ratio, isMet, missedBy]),
    ).toEqual([
      ['W1 finished, p50', 'laminar', 0.7, false, 0.08],
      ['W1 finished, p50', 'nats-floor', 1.4, false, 0.12],
      ['W1 first line, p50', 'laminar', 0.5, true, 0],
    ]);
  });

  it('are not held against ourselves as we were', () => {
    expect(verdictsOf([sitting('a', [w1('switchyard', 14, 9), w1('switchyard-before', 30, 20)])])).toEqual([]);
  });

  it('that ask for more are missed by what lacks', () => {
    const lines = [
      { peer: 'switchyard', w: 'W2', per_s: 150 },
      { peer: 'laminar', w: 'W2', per_s: 100 },
      { peer: 'woodpecker', w: 'W2', per_s: 60 },
    ];
    expect(verdictsOf([sitting('a', lines)])).toMatchObject([
      { theirs: { peer: 'laminar' }, ratio: 1.5, isMet: false, missedBy: 0.25 },
    ]);
  });

  it('are judged by the newest sitting that has both sides, and for each of our modes', () => {
    const newer = [w1('switchyard', 12, 9), w1('switchyard-processes', 30, 9), w1('laminar', 20, 18)];
    const alone = [w1('switchyard', 1, 1)];
    const verdicts = verdictsOf([sitting('a', session), sitting('b', newer), sitting('c', alone)]);
    const finished = verdicts.filter(({ goal }) => goal.text === 'W1 finished, p50');
    expect(finished.map(({ mode, sitting: from, ratio }) => [mode, from, ratio])).toEqual([
      ['switchyard', 'b', 0.6],
      ['switchyard-processes', 'b', 1.5],
      ['switchyard', 'a', 1.4],
    ]);
  });

  it('hold figures against our own, and against nothing', () => {
    const lines = [
      { peer: 'switchyard', w: 'growth', curve: 'stored', at: 100, finished_ms: { p50: 10 }, writes: 10 },
      { peer: 'switchyard', w: 'growth', curve: 'stored', at: 10_000, finished_ms: { p50: 12 }, writes: 10 },
      {
        peer: 'switchyard',
        w: 'growth',
        curve: 'queued',
        at: 10_000,
        accepted_per_s: 250,
        beforeMiB: 200,
        afterMiB: 300,
      },
    ];
    expect(verdictsOf([sitting('a', lines)]).map(({ goal, ratio, isMet }) => [goal.text, ratio, isMet])).toEqual([
      ['10,000 queued: accepted per second', 250, true],
      ['10,000 queued: memory after to before', 1.5, false],
      ['milliseconds of an execution with 10,000 stored, to 100', 1.2, false],
      ['writes of an execution with 10,000 stored, to 100', 1, true],
    ]);
  });
});

describe('the budget of a step', () => {
  it('counts what streams take apart from what goes back and forth, and the first fork with its exec', () => {
    expect(sumOfParts(budget).map(([, count]) => count)).toEqual([1, 1, 1, 10, 10, 10, 3]);
  });

  it('says how late event loops were, where that was measured', () => {
    expect(budgetTables(budget)).toContain('| execution | 0.5 | 7 | 9.25 |');
    const { late_ms: _, ...unprobed } = budget;
    expect(budgetTables(unprobed)).not.toContain('event loop');
  });

  it('knows one fork where none could be counted', () => {
    expect(sumOfParts({ ...budget, calls: 'not counted' })[1]?.[1]).toBe(0);
  });
});

describe('charts', () => {
  it('are as long as their values, and hide no sign of a label', () => {
    const chart = barChart('a < b', [
      { label: 'R&D', value: 10, isOurs: true },
      { label: 'other', value: 20, isOurs: false },
    ]);
    const widths = [...chart.matchAll(/class="[ob]"[^>]* width="([\d.]+)"/g)].map(match => Number(match[1]));
    expect(widths).toEqual([190, 380]);
    expect(chart).toContain('a &lt; b');
    expect(chart).toContain('R&amp;D');
    expect(chart).toContain('prefers-color-scheme:dark');
  });

  it('place equal factors at equal steps, also when there is nothing to show', () => {
    const chart = curveChart(
      'grows',
      [1, 10, 100].map(at => ({ at, value: at })),
    );
    expect([...chart.matchAll(/cx="([\d.]+)"/g)].map(match => Number(match[1]))).toEqual([60, 330, 600]);
    expect(curveChart('flat', [{ at: 1, value: 0 }])).not.toContain('NaN');
  });
});

describe('the report', () => {
  const meta: Line = { peer: 'switchyard', w: 'meta', date: '2026-01-01', node: 'v24', nats: '2.9', cores: 2 };
  const failed: Line = { peer: 'woodpecker', w: 'W4', error: 'Error: log | never complete\n  at x' };
  const page = pageOf(
    [{ name: 'a.jsonl', lines: [meta, ...session, failed, budget] }],
    new Map([['W1', 'Flushes dominate.']]),
  );

  it('has each goal with its ratio and by how much it is missed', () => {
    expect(page.text).toContain(
      '| W1 finished, p50 | switchyard | ≤ 0.65 | 14 | laminar 20 | 0.70 | **missed by 8 %** |',
    );
    expect(page.text).toContain('| W1 first line, p50 | switchyard | ≤ 0.55 | 9 | laminar 18 | 0.50 | met |');
  });

  it('has a row for each peer with the weather, a picture, and the words on it', () => {
    expect(page.text).toContain('| laminar | 18 | 36 | 20 | 40 | 0.5 | 0.3 | 1 | 0 |');
    expect(page.text).toContain('(images/bench-w1.svg)');
    expect(Object.keys(page.pictures)).toEqual(['bench-w1.svg']);
    expect(page.text).toContain('Flushes dominate.');
    expect(page.wordless).toContain('missed');
    expect(page.wordless).not.toContain('W1');
  });

  it('tells failures, and the sum of the parts of a step', () => {
    expect(page.text).toContain('| woodpecker | W4 | Error: log \\| never complete | a.jsonl |');
    expect(page.text).toContain('| **sum, were each to wait for the one before** |  |  | **16.35** |');
  });
});
