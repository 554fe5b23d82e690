import { jest } from '@jest/globals';
import type { ExecutionId, PipelineId, ProjectId, StepId } from '@switchyard/contracts';
import { sortableId } from '@switchyard/kernel';
import { LocalCache, openStore, type Store } from '@switchyard/store';
import { startTestStore } from '@switchyard/testkit/servers';
import { CountEarlier } from '../app/statistics/count-earlier.js';
import { ReadStatistics } from '../app/statistics/read-statistics.js';
import type { EndedRun } from '../domain/ended-run.js';
import { CachedAnswers } from './cached-answers.js';
import { MongoEndedRuns } from './mongo-ended-runs.js';
import { MongoExecutions } from './mongo-executions.js';
import { MongoEndedExecutions, MongoLiveRuns } from './mongo-live-runs.js';

const now = Date.parse('2026-11-27T10:00:00.000Z');
const clock = { now: () => now, monotonic: () => now };
const dayMs = 86_400_000;
const idAt = (at: number, n = 0) =>
  sortableId(at, new Uint8Array(16).fill(n % 32, 0, 8).fill(Math.floor(n / 32) % 32, 8));
const pipeline = (n: number) => idAt(n) as PipelineId;

const aRun = (at: number, n: number, over: Partial<EndedRun> = {}): EndedRun => ({
  id: idAt(at, n) as ExecutionId,
  project: 'shop' as ProjectId,
  pipelineId: pipeline(1),
  pipelineName: 'web',
  branch: 'main',
  status: 'success',
  createdAt: new Date(at).toISOString(),
  day: new Date(at).toISOString().slice(0, 10),
  queueMs: 10,
  ms: 1_000,
  sameness: 'a',
  steps: [{ id: 'unit' as StepId, name: 'Unit', ms: 500, ok: 1, failed: 0 }],
  ...over,
});
const failing = [{ id: 'unit' as StepId, name: 'Unit', ms: 700, ok: 0 as const, failed: 1 }];

describe('statistics in the store', () => {
  let server: Awaited<ReturnType<typeof startTestStore>>;
  let store: Store;
  let ended: MongoEndedRuns;
  let reading: ReadStatistics;
  const fresh = () =>
    new ReadStatistics(ended, new MongoLiveRuns(store.connection), new CachedAnswers(new LocalCache()), clock);
  beforeAll(async () => {
    server = await startTestStore();
    store = await openStore({ uri: server.uri, database: 'switchyard', service: 'execution' });
    new MongoExecutions(store.connection);
    ended = new MongoEndedRuns(store.connection);
    await store.ensureIndexes();
    reading = fresh();
  });
  afterAll(async () => {
    await store.close();
    await server.stop();
  });
  afterEach(async () => {
    for (const name of ['endedRuns', 'endedSteps', 'executions'])
      await store.connection.collection(name).deleteMany({});
    reading = fresh();
  });

  it('count the runs of a pipeline, of a project and of all, each once however often it is put', async () => {
    const runs = [
      aRun(now - 1_000, 1),
      aRun(now - 2_000, 2, { status: 'failed', ms: 3_000, steps: failing }),
      aRun(now - dayMs, 3, { pipelineId: pipeline(2), status: 'cancelled', steps: [] }),
      aRun(now - 40 * dayMs, 4),
      aRun(now - 3_000, 5, { project: 'bank' as ProjectId, pipelineId: pipeline(3) }),
    ];
    for (const run of [...runs, ...runs]) await ended.put(run);
    const shop = await reading.run({ project: 'shop' as ProjectId, days: 30 });
    expect(shop).toMatchObject({ runs: 3, success: 1, failed: 1, cancelled: 1, successRate: 0.5 });
    expect(shop.duration).toEqual({ p50: 1_000, p95: 3_000 });
    expect(shop.perDay).toHaveLength(30);
    expect(shop.perDay.slice(-2).map(day => day.runs)).toEqual([1, 2]);
    expect(shop).not.toHaveProperty('newest');
    expect((await reading.run({ pipelineId: pipeline(2), days: 30 })).runs).toBe(1);
    expect((await reading.run({ pipelineId: pipeline(2), project: 'bank' as ProjectId, days: 30 })).runs).toBe(0);
    expect((await reading.run({ days: 90 })).runs).toBe(5);
  });

  it('call a step flaky that failed and succeeded for the same commit, and one that failed for its own not', async () => {
    await ended.put(aRun(now - 5_000, 1, { sameness: 'a', steps: failing }));
    await ended.put(aRun(now - 4_000, 2, { sameness: 'a' }));
    await ended.put(aRun(now - 3_000, 3, { sameness: 'b', steps: failing, pipelineId: pipeline(2) }));
    await ended.put(aRun(now - 2_000, 4, { sameness: 'c', pipelineId: pipeline(2) }));
    await ended.put(
      aRun(now - 1_000, 5, {
        pipelineId: pipeline(3),
        steps: [{ id: 'e2e' as StepId, name: 'End to end', ms: 9_000, ok: 1, failed: 2 }],
      }),
    );
    const { flakiest, slowest } = await reading.run({ days: 1 });
    expect(flakiest.map(({ name, cases, flaky, runs }) => [name, cases, flaky, runs]).sort()).toEqual([
      ['End to end', 1, 1, 1],
      ['Unit', 1, 1, 2],
    ]);
    expect(slowest.map(({ name, duration }) => [name, duration?.p50])).toEqual([
      ['End to end', 9_000],
      ['Unit', 500],
      ['Unit', 500],
    ]);
  });

  it('count executions that never started a step without a time', async () => {
    const { queueMs: _q, ms: _m, ...run } = aRun(now - 1_000, 1, { status: 'cancelled', steps: [] });
    await ended.put(run);
    const all = await reading.run({ days: 1 });
    expect(all).toMatchObject({ runs: 1, cancelled: 1 });
    expect([all.duration, all.queue, all.slowest]).toEqual([undefined, undefined, []]);
  });

  it('look along one index, whoever asks', async () => {
    const stageOf = async (filter: object) => {
      const cursor = store.connection.collection('endedRuns').find(filter).sort({ _id: -1 }).limit(9);
      return JSON.stringify(await cursor.explain('queryPlanner'));
    };
    await ended.put(aRun(now, 1));
    const since = { _id: { $gte: idAt(now - dayMs) } };
    expect(await stageOf({ project: 'shop', ...since })).toContain('project_1__id_-1');
    expect(await stageOf({ pipelineId: pipeline(1), ...since })).toContain('pipelineId_1__id_-1');
    expect(await stageOf({ pipelineId: pipeline(1), branch: 'main' })).toContain('pipelineId_1_branch_1__id_-1');
  });

  it('give the last runs of many pipelines at once, newest first, with those that run', async () => {
    for (let n = 0; n < 30; n += 1)
      await ended.put(aRun(now - 60_000 * (n + 1), n, { pipelineId: pipeline(1 + (n % 2)) }));
    const live = { pipelineId: pipeline(1), project: 'shop', status: 'running', createdAt: 'now', trigger: {} };
    await store.connection.collection('executions').insertOne({ _id: idAt(now), live: true, view: live } as never);
    const { pipelines } = await reading.latest({ pipelineIds: [1, 2, 9].map(pipeline), limit: 5 });
    expect(pipelines.map(({ runs }) => runs.map(({ status }) => status))).toEqual([
      ['running', ...Array.from({ length: 4 }, () => 'success')],
      Array.from({ length: 5 }, () => 'success'),
    ]);
    for (const { runs } of pipelines)
      expect(runs.map(({ id }) => id)).toEqual(
        runs
          .map(({ id }) => id)
          .toSorted()
          .reverse(),
      );
    const foreign = await reading.latest({ pipelineIds: [pipeline(1)], project: 'bank' as ProjectId, limit: 5 });
    expect(foreign.pipelines).toEqual([]);
    const other = await reading.latest({ pipelineIds: [pipeline(1)], branch: '{"$ne":1}', limit: 5 });
    expect(other.pipelines).toEqual([]);
  });

  it('are bounded: the newest runs are counted, and that is said', async () => {
    for (let n = 0; n < 12; n += 1) await ended.put(aRun(now - 60_000 * n, n, { ms: n < 5 ? 1 : 9_000 }));
    const live = new MongoLiveRuns(store.connection);
    const limits = { runs: 5, runsWithSteps: 3 };
    const bounded = new ReadStatistics(ended, live, new CachedAnswers(new LocalCache()), clock, limits);
    const all = await bounded.run({ project: 'shop' as ProjectId, days: 90 });
    expect([all.runs, all.newest, all.duration?.p95, all.slowest[0]?.runs]).toEqual([5, 5, 1, 3]);
  });

  it('answer the same question once for all who ask it together, and from the cache soon after', async () => {
    await ended.put(aRun(now - 1_000, 1));
    const asked = jest.spyOn(ended, 'days');
    const answers = await Promise.all(Array.from({ length: 5 }, () => reading.run({ days: 7 })));
    await ended.put(aRun(now - 500, 2));
    answers.push(await reading.run({ days: 7 }));
    expect([asked.mock.calls.length, new Set(answers.map(({ runs }) => runs))]).toEqual([1, new Set([1])]);
    asked.mockRestore();
  });

  it('count what an earlier program ran, once', async () => {
    const view = {
      project: 'shop',
      pipelineId: pipeline(1),
      pipelineName: 'web',
      pipelineVersion: 1,
      status: 'failed',
    };
    const whole = { ...view, createdAt: new Date(now).toISOString(), trigger: {}, steps: [] };
    const rows = Array.from({ length: 120 }, (_, n) => ({
      _id: idAt(now - n, n),
      live: n === 7,
      view: { ...whole, id: idAt(now - n, n) },
    }));
    await store.connection.collection('executions').insertMany(rows as never[]);
    const earlier = new CountEarlier(new MongoEndedExecutions(store.connection), ended, clock, 90 * dayMs);
    const { signal } = new AbortController();
    expect([await earlier.run(signal), await earlier.run(signal)]).toEqual([119, 0]);
    expect((await reading.run({ days: 1 })).failed).toBe(119);
  });
});
