import type { ExecutionId, PipelineId, StepId } from '@switchyard/contracts';
import { pipeline, setUp } from './accept-trigger.story.js';
import type { World } from './follow.story.js';

describe('a trigger', () => {
  it('is stored before it is answered, and handed over once', async () => {
    const { inbox, pipelines, handOver, ask } = setUp();
    const accepted = await ask();
    expect(accepted).toEqual({ result: 'accepted', executionId: inbox.rows[0]?.executionId });
    await handOver.idle();
    await handOver.sweep();
    expect(pipelines.ran).toEqual([inbox.rows[0]?.executionId]);
    expect(inbox.rows[0]?.state).toBe('started');
  });

  it('that comes again with its key gives the same execution, and starts nothing', async () => {
    const { pipelines, handOver, ask } = setUp();
    const [first, second] = [await ask({ idempotencyKey: 'k' }), await ask({ idempotencyKey: 'k' })];
    await handOver.idle();
    expect(second).toEqual(first);
    expect(pipelines.ran).toHaveLength(1);
  });

  it('under a key that was used for something else is refused', async () => {
    const { ask } = setUp();
    await ask({ idempotencyKey: 'k', environment: { A: '1' } });
    expect(await ask({ idempotencyKey: 'k', environment: { A: '2' } })).toEqual({ result: 'key-reused' });
  });

  it('keeps its inputs as they were checked, and is not stored when any of them is wrong', async () => {
    const { inbox, ask } = setUp();
    expect(await ask({ inputs: { colour: 'red', size: 3 } })).toMatchObject({
      result: 'bad-inputs',
      mistakes: [{ input: 'colour' }, { input: 'size' }],
    });
    expect(inbox.rows).toEqual([]);
    await ask({ inputs: { level: 2 }, idempotencyKey: 'k' });
    expect(inbox.rows).toMatchObject([{ inputs: { level: '2' } }]);
    expect(await ask({ inputs: { level: 3 }, idempotencyKey: 'k' })).toEqual({ result: 'key-reused' });
  });

  it('asks the pipeline service once, and twice where that is of an earlier release', async () => {
    const { inbox, pipelines, known, ask } = setUp();
    await ask();
    expect(pipelines.asked).toBe(0);
    pipelines.tells = false;
    known.drop(pipeline.id);
    await ask();
    expect(pipelines.asked).toBe(1);
    const [one, other] = inbox.rows.map(({ project, pipelineName, pipelineVersion }) => [
      project,
      pipelineName,
      pipelineVersion,
    ]);
    expect(one).toEqual(other);
  });

  it('of an unknown pipeline is refused and not stored', async () => {
    const { inbox, ask } = setUp();
    expect(await ask({ pipelineId: 'other' as PipelineId })).toEqual({ result: 'unknown-pipeline' });
    expect(inbox.rows).toEqual([]);
  });

  it.each([
    [{ disabled: { actor: 'bob', at: 'then', reason: 'frozen' } }, 'pipeline-disabled'],
    [{ deleted: { actor: 'bob', at: 'then' } }, 'pipeline-deleted'],
  ])('of a pipeline with %j is refused with who did it, and not stored', async (mark, result) => {
    const { inbox, pipelines, ask } = setUp();
    pipelines.marks = mark;
    expect(await ask()).toEqual({ result, name: 'web', mark: Object.values(mark)[0] });
    expect(inbox.rows).toEqual([]);
  });

  it('that could not be handed over is found by the sweep, when it is no longer young', async () => {
    const { inbox, pipelines, troubles, clock, handOver, ask } = setUp();
    pipelines.answer = () => Promise.reject(new Error('away'));
    await ask();
    await handOver.idle();
    expect(troubles.noted).toHaveLength(1);
    pipelines.answer = async () => ({ result: 'started', executionId: '' as ExecutionId });
    await handOver.sweep();
    expect(pipelines.ran).toHaveLength(1);
    clock.at += 5_000;
    await handOver.sweep();
    await handOver.idle();
    expect(pipelines.ran).toHaveLength(2);
    expect(inbox.rows[0]?.state).toBe('started');
  });

  it('is noted as handed over together with those that come with it', async () => {
    const { inbox, handOver, ask } = setUp(200);
    await Promise.all(Array.from({ length: 130 }, () => ask()));
    await handOver.idle();
    expect(inbox.noted).toEqual([100, 30]);
    expect(inbox.rows.every(({ state }) => state === 'started')).toBe(true);
  });

  it('that can never run keeps the reason', async () => {
    const { inbox, pipelines, handOver, ask } = setUp();
    pipelines.answer = async () => ({ result: 'refused', reason: 'invalid-pipeline', message: 'it cannot be read' });
    await ask();
    await handOver.idle();
    expect(inbox.rows[0]).toMatchObject({ state: 'refused', refusal: 'it cannot be read' });
  });

  it.each([
    [{ '1X': 'a' }, /no name/],
    [{ X: 7 as unknown as string }, /must be text/],
    [{ X: 'a\0b' }, /must be text/],
    [{ X: 'a'.repeat(40_000) }, /40000 characters, and 32768/],
    [Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`V${i}`, ''])), /201 variables, and 200/],
  ])('with the environment %# is refused by the value that is wrong', async (environment, why) => {
    const { inbox, ask } = setUp();
    await expect(ask({ environment })).rejects.toThrow(why);
    expect(inbox.rows).toEqual([]);
  });
});

describe('a project with too much in line', () => {
  it('is told so with the numbers, and nothing is stored', async () => {
    const { ask, world, inbox } = setUp();
    world.queued = 3;
    expect(await ask()).toEqual({ result: 'too-many-queued', queued: 3, most: 3, project: 'default' });
    expect(inbox.rows).toEqual([]);
  });

  it('counts what is on its way', async () => {
    const { ask, pipelines } = setUp();
    pipelines.answer = () => new Promise(() => undefined);
    const results = [await ask(), await ask(), await ask(), await ask()].map(one => one.result);
    expect(results).toEqual(['accepted', 'accepted', 'accepted', 'too-many-queued']);
  });

  it('is not turned away while nobody can count', async () => {
    const { ask, world } = setUp();
    world.queued = undefined;
    expect(await ask()).toMatchObject({ result: 'accepted' });
  });
});

describe('a repetition', () => {
  const ended = (world: World) => {
    world.happen('execution.created');
    world.status = 'failed';
    Object.defineProperty(world, 'view', {
      value: { ...world.view, project: 'default', pipelineId: pipeline.id, trigger: {}, steps: [{ id: 'a' }] },
    });
  };

  it('is stored before it is answered, and handed over to the execution service', async () => {
    const { rerunning, world, inbox, handOver } = setUp();
    ended(world);
    const accepted = await rerunning.run({ source: world.view.id, actor: 'bob' });
    expect(accepted).toEqual({ result: 'accepted', executionId: inbox.rows[0]?.executionId });
    await handOver.idle();
    expect(world.rerun_).toEqual([inbox.rows[0]?.executionId]);
    expect(inbox.rows[0]).toMatchObject({
      state: 'started',
      rerun: { source: world.view.id },
      facts: { actor: 'bob' },
    });
  });

  it('is the same one under the same key, and another one is refused under it', async () => {
    const { rerunning, world } = setUp();
    ended(world);
    const wish = { source: world.view.id, actor: 'bob', idempotencyKey: 'key' };
    const first = await rerunning.run(wish);
    expect(await rerunning.run(wish)).toEqual(first);
    expect(await rerunning.run({ ...wish, fromStep: 'a' as StepId })).toEqual({ result: 'key-reused' });
  });

  it('is refused while it runs, where nothing failed, and from a step that is not there', async () => {
    const { rerunning, world } = setUp();
    world.happen('execution.created');
    expect(await rerunning.run({ source: world.view.id, actor: 'bob' })).toEqual({
      result: 'not-ended',
      status: 'running',
    });
    world.status = 'success';
    expect(await rerunning.run({ source: world.view.id, actor: 'bob' })).toEqual({ result: 'nothing-failed' });
    expect(await rerunning.run({ source: world.view.id, actor: 'bob', fromStep: 'b' as StepId })).toEqual({
      result: 'unknown-step',
      steps: [],
    });
  });
});
