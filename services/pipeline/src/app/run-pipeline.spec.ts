import type { RunPipeline as Message } from '@switchyard/contracts';
import { Fault } from '@switchyard/kernel';
import { anExecutionId, aTrigger } from '@switchyard/testkit';
import { CurrentPipelines } from './current-pipelines.js';
import {
  Executions,
  fileOf,
  MemoryPipelines,
  MemoryVersions,
  newId,
  PlainParser,
  project,
  StandingClock,
  versionOf,
} from './pipelines.story.js';
import { ReadModel } from './read-model.js';
import { RunPipeline } from './run-pipeline.js';

describe('running a pipeline', () => {
  let pipelines: MemoryPipelines;
  let files: PlainParser;
  let executions: Executions;
  let running: RunPipeline;
  beforeEach(() => {
    pipelines = new MemoryPipelines();
    files = new PlainParser();
    executions = new Executions();
    const current = new CurrentPipelines(pipelines, new StandingClock());
    running = new RunPipeline(pipelines, current, new ReadModel(new MemoryVersions(), files), executions);
  });
  const id = newId();
  const message = (): Message => ({
    v: 1,
    executionId: anExecutionId(),
    pipelineId: id,
    trigger: aTrigger(),
    environment: { A: 'x' },
  });

  it('asks for an execution of the current version', async () => {
    const first = await pipelines.create(id, project, 'web', versionOf(fileOf('web')));
    if (first) await pipelines.update(first, versionOf(fileOf('web', 'false')));
    expect(await running.run(message())).toEqual({ result: 'started', executionId: anExecutionId() });
    expect(executions.created).toMatchObject([
      {
        executionId: anExecutionId(),
        trigger: aTrigger(),
        plan: {
          pipelineId: id,
          pipelineName: 'web',
          pipelineVersion: 2,
          stages: [{ steps: [{ environment: { A: 'x' }, config: { command: 'false' } }] }],
        },
      },
    ]);
  });

  it('asks again with the same id when it is told again', async () => {
    await pipelines.create(id, project, 'web', versionOf(fileOf('web')));
    await running.run(message());
    await running.run(message());
    const [first, second] = executions.created;
    expect(second).toEqual(first);
    expect(files.files).toBe(1);
  });

  it('refuses a pipeline that is not there', async () => {
    expect(await running.run(message())).toMatchObject({ result: 'refused', reason: 'unknown-pipeline' });
    expect(executions.created).toEqual([]);
  });

  it('refuses a version that an earlier language took and this one does not', async () => {
    await pipelines.create(id, project, 'web', versionOf('name: web\nobsolete: 1\n'));
    expect(await running.run(message())).toMatchObject({
      result: 'refused',
      reason: 'invalid-pipeline',
      message: 'version 1 of web cannot be read any more: apply the file again',
    });
  });

  it('refuses a trigger for which the concurrency key gives nothing', async () => {
    await pipelines.create(id, project, 'web', versionOf(`${fileOf('web')}concurrency: { key: env.REGION }\n`));
    expect(await running.run(message())).toEqual({
      result: 'refused',
      reason: 'invalid-pipeline',
      message: 'the concurrency key env.REGION gives nothing: No such key: REGION',
    });
    expect(executions.created).toEqual([]);
    expect(await running.run({ ...message(), environment: { REGION: 'eu' } })).toMatchObject({ result: 'started' });
  });

  it('says that the execution service is away, so that the caller comes again', async () => {
    await pipelines.create(id, project, 'web', versionOf(fileOf('web')));
    const away = new Fault({ code: 'no-responder', message: 'nobody answers', blame: 'platform', retry: true });
    executions.create = () => Promise.reject(away);
    await expect(running.run(message())).rejects.toBe(away);
  });

  describe('of which a version was accepted', () => {
    const commands = () =>
      executions.created.map(({ plan }) => [plan.pipelineVersion, plan.stages[0]?.steps[0]?.config['command']]);

    it('plans that version, whatever was written since then', async () => {
      let row = await pipelines.create(id, project, 'web', versionOf(fileOf('web', 'one')));
      for (const command of ['two', 'three'])
        row = row && (await pipelines.update(row, versionOf(fileOf('web', command))));
      for (const pipelineVersion of [1, 2, 3]) await running.run({ ...message(), pipelineVersion });
      expect(commands()).toEqual([
        [1, 'one'],
        [2, 'two'],
        [3, 'three'],
      ]);
    });

    it('plans a version that is newer than what this process remembers', async () => {
      const first = await pipelines.create(id, project, 'web', versionOf(fileOf('web', 'one')));
      await running.run({ ...message(), pipelineVersion: 1 });
      if (first) await pipelines.update(first, versionOf(fileOf('web', 'two')));
      await running.run({ ...message(), pipelineVersion: 2 });
      expect(commands()).toEqual([
        [1, 'one'],
        [2, 'two'],
      ]);
    });

    it('runs what was accepted before the pipeline was disabled or deleted', async () => {
      const first = await pipelines.create(id, project, 'web', versionOf(fileOf('web')));
      const disabled = first && (await pipelines.mark(first, { disabled: { actor: 'bob', at: 'then' } }));
      if (disabled) await pipelines.mark(disabled, { deleted: { actor: 'bob', at: 'then' } });
      expect(await running.run({ ...message(), pipelineVersion: 1 })).toMatchObject({ result: 'started' });
    });

    it('says so when there is no such version', async () => {
      await pipelines.create(id, project, 'web', versionOf(fileOf('web')));
      expect(await running.run({ ...message(), pipelineVersion: 7 })).toMatchObject({
        result: 'refused',
        message: 'web has no version 7',
      });
    });
  });

  it.each([
    [
      { disabled: { actor: 'bob', at: 'then', reason: 'frozen' } },
      'pipeline-disabled',
      'web was disabled by bob: frozen',
    ],
    [{ disabled: { actor: 'bob', at: 'then' } }, 'pipeline-disabled', 'web was disabled by bob'],
    [{ deleted: { actor: 'bob', at: 'then' } }, 'pipeline-deleted', 'web was deleted by bob'],
  ])('refuses what nobody has accepted yet of a pipeline with %j', async (mark, reason, says) => {
    const first = await pipelines.create(id, project, 'web', versionOf(fileOf('web')));
    if (first) await pipelines.mark(first, mark);
    expect(await running.run(message())).toEqual({ result: 'refused', reason, message: says });
    expect(executions.created).toEqual([]);
  });
});
