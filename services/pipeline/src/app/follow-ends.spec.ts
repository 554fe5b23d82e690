import type { ExecutionId, ExecutionStatus, ExecutionView, PipelineId, TriggerFacts } from '@switchyard/contracts';
import { anExecutionId, aTrigger } from '@switchyard/testkit';
import { newId, project } from './pipelines.story.js';
import type { End } from './ports.js';
import { aFollowing, aModel, SetClock } from './triggers.story.js';
import { aProcess, applied, aStore } from './triggers-house.story.js';

let count = 0;

const setUp = async () => {
  const store = aStore();
  const clock = new SetClock();
  const process = aProcess(store, clock);
  const build = await applied(store, process, aModel('build'));
  const deploy = await applied(store, process, aModel('deploy', [aFollowing('build')]));
  /** An execution ends, and nobody is told yet. */
  const ends = (
    pipelineId: PipelineId,
    pipelineName: string,
    { status = 'success', trigger = {} }: { status?: ExecutionStatus; trigger?: Partial<TriggerFacts> } = {},
  ): End => {
    clock.at += 1_000;
    const end = { execution: anExecutionId((count += 1)), project, status, at: clock.at };
    const view = { id: end.execution, project, pipelineId, pipelineName, trigger: { ...aTrigger(), ...trigger } };
    store.ends.ends.push(end);
    store.ends.executions.set(end.execution, view as ExecutionView);
    return end;
  };
  const settle = () => process.taking.idle();
  const journal = () => [...store.journal.rows.values()];
  return { store, clock, process, build, deploy, ends, settle, journal };
};

describe('a pipeline that waits for another', () => {
  it('is started once by its end, however often that is told, and by whom', async () => {
    const { store, clock, process, build, deploy, ends, settle } = await setUp();
    const end = ends(build, 'build', { trigger: { branch: 'main', commit: '81d4d56', fork: true } });
    const another = aProcess(store, clock);
    await Promise.all([process.following.handle(end), another.following.handle(end), process.following.handle(end)]);
    await another.following.sweep();
    await Promise.all([settle(), another.taking.idle()]);
    const created = store.executions.created;
    expect(new Set(created.map(({ executionId }) => executionId)).size).toBe(1);
    expect(created[0]).toMatchObject({
      plan: { pipelineId: deploy },
      trigger: { type: 'pipeline', branch: 'main', commit: '81d4d56', fork: true, after: end.execution, depth: 1 },
    });
  });

  it('is started by the sweep when nobody was told', async () => {
    const { store, process, build, ends, settle } = await setUp();
    ends(build, 'build');
    await process.following.sweep();
    await settle();
    expect(store.executions.created).toHaveLength(1);
  });

  it('is started by ends of many pages, and the sweep goes on where it was', async () => {
    const { store, clock, process, build, ends, settle } = await setUp();
    await process.following.sweep();
    for (let n = 0; n < 1_200; n += 1) ends(build, 'build');
    await process.following.sweep();
    await settle();
    expect(store.executions.created).toHaveLength(1_200);
    const asked: unknown[] = [];
    const { read } = store.ends;
    store.ends.read = (from, limit) => {
      asked.push(from);
      return read.call(store.ends, from, limit);
    };
    await aProcess(store, clock).following.sweep();
    expect(asked[0]).toEqual({ since: clock.at - 120_000 });
  });

  it('costs nothing while there is none: the sweep reads no ends, and later none of those of before', async () => {
    const store = aStore();
    const clock = new SetClock();
    const process = aProcess(store, clock);
    await applied(store, process, aModel('build'));
    const asked: unknown[] = [];
    const { read } = store.ends;
    store.ends.read = (from, limit) => {
      asked.push(from);
      return read.call(store.ends, from, limit);
    };
    for (let minute = 0; minute < 60; minute += 1) {
      clock.at += 60_000;
      await process.following.sweep();
    }
    expect(asked).toEqual([]);
    await applied(store, process, aModel('deploy', [aFollowing('build')]));
    await process.following.sweep();
    // No more than what the sweep goes back by, twice.
    const [first] = asked as { since: number }[];
    expect(clock.at - (first?.since ?? 0)).toBeLessThanOrEqual(240_000);
  });

  it('is not started by what ended before it waited', async () => {
    const { store, clock, process, build, ends, settle, journal } = await setUp();
    ends(build, 'build');
    clock.at += 1_000;
    await applied(store, process, aModel('late', [aFollowing('build')]));
    await process.following.sweep();
    await settle();
    expect(journal().map(({ pipelineId }) => store.pipelines.rows.get(pipelineId)?.name)).toEqual(['deploy']);
  });

  it('says why it was not started', async () => {
    const { process, build, ends, journal } = await setUp();
    await process.following.handle(ends(build, 'build', { status: 'failed' }));
    expect(journal()).toMatchObject([
      {
        source: 'pipeline',
        what: 'build ended with failed',
        decision: 'skipped',
        reason: 'it ended with failed, and only success starts this',
      },
    ]);
  });

  it('that waits for others only, or is disabled, or whose other has gone, is left alone', async () => {
    const { store, process, build, deploy, ends, journal } = await setUp();
    await process.following.handle(ends(newId(), 'other'));
    await process.following.handle({ ...ends(build, 'build'), execution: anExecutionId(999_999) as ExecutionId });
    const row = store.pipelines.rows.get(deploy);
    if (row) store.pipelines.rows.set(deploy, { ...row, disabled: { actor: 'alice', at: '' } });
    await process.following.handle(ends(build, 'build'));
    expect(journal()).toEqual([]);
  });

  it('never starts itself again through others', async () => {
    const { store, process, build, deploy, ends, settle, journal } = await setUp();
    await applied(store, process, aModel('build', [aFollowing('deploy')]));
    const first = ends(build, 'build');
    await process.following.handle(first);
    await settle();
    const second = ends(deploy, 'deploy', { trigger: { type: 'pipeline', after: first.execution, depth: 1 } });
    await process.following.handle(second);
    expect(store.executions.created).toHaveLength(1);
    expect(journal()[1]).toMatchObject({
      pipelineId: build,
      decision: 'skipped',
      reason: 'build would start itself again: build → deploy → build',
    });
  });

  it('no longer waits when its next version does not', async () => {
    const { store, process, build, ends, journal } = await setUp();
    await applied(store, process, aModel('deploy', []));
    await process.following.handle(ends(build, 'build'));
    expect([journal(), store.followings.rows]).toEqual([[], []]);
  });
});
