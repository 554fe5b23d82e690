import type { RunPipeline as Message } from '@switchyard/contracts';
import { Fault } from '@switchyard/kernel';
import { anExecutionId, aTrigger } from '@switchyard/testkit';
import {
  Executions,
  fileOf,
  MemoryPipelines,
  MemoryVersions,
  newId,
  PlainParser,
  project,
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
    running = new RunPipeline(pipelines, new ReadModel(new MemoryVersions(), files), executions);
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
});
