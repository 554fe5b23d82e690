import type { ApplyPipelineReply } from '@switchyard/contracts';
import { ApplyPipeline } from './apply-pipeline.js';
import {
  fileOf,
  MemoryPipelines,
  PlainParser,
  project,
  StandingClock,
  versionOf,
  Watching,
} from './pipelines.story.js';

describe('applying a pipeline file', () => {
  let pipelines: MemoryPipelines;
  let applying: ApplyPipeline;
  beforeEach(() => {
    pipelines = new MemoryPipelines();
    applying = new ApplyPipeline(pipelines, new PlainParser(), new StandingClock(), new Watching());
  });
  const apply = (yaml: string) => applying.run({ v: 1, project, yaml, author: 'alice' });
  const version = (reply: ApplyPipelineReply) => (reply.result === 'invalid' ? undefined : reply.pipeline.version);

  it('creates a pipeline, leaves it as it is, and gives it a version for each change', async () => {
    const replies = [fileOf('web'), fileOf('web'), fileOf('web', 'false'), fileOf('web')];
    const seen = [];
    for (const yaml of replies) {
      const reply = await apply(yaml);
      seen.push([reply.result, version(reply)]);
    }
    expect(seen).toEqual([
      ['created', 1],
      ['unchanged', 1],
      ['updated', 2],
      ['updated', 3],
    ]);
    expect(pipelines.rows.size).toBe(1);
  });

  it('shows what the file says', async () => {
    const reply = await apply(
      'name: web\ndescription: The site\nstages: [{ name: s, parallel: true, steps: [{ name: a, run: x }] }]',
    );
    expect(reply).toMatchObject({
      result: 'created',
      findings: [],
      pipeline: {
        project,
        name: 'web',
        description: 'The site',
        createdAt: '2026-11-23T12:30:00.000Z',
        stages: [{ name: 's', parallel: true, steps: [{ name: 'a', connector: 'shell' }] }],
      },
    });
  });

  it('keeps nothing of a file with an error, and tells all findings', async () => {
    expect(await apply('name: web\nstagse: 1\n')).toMatchObject({
      result: 'invalid',
      findings: [{ code: 'unknown-key' }, { code: 'no-steps' }],
    });
    expect(pipelines.rows.size).toBe(0);
  });

  it('takes a file with warnings, and tells them', async () => {
    const reply = await apply(`${fileOf('web')}triggers: [{ trigger_type: webhook }]\n`);
    expect(reply).toMatchObject({ result: 'created', findings: [{ severity: 'warning' }] });
  });

  it('becomes a version when another creates the pipeline meanwhile', async () => {
    pipelines.meanwhile = () => apply(fileOf('web'));
    expect(await apply(fileOf('web', 'false'))).toMatchObject({ result: 'updated', pipeline: { version: 2 } });
  });

  it('changes nothing when another applies the same meanwhile', async () => {
    pipelines.meanwhile = () => apply(fileOf('web'));
    expect(await apply(fileOf('web'))).toMatchObject({ result: 'unchanged', pipeline: { version: 1 } });
    pipelines.meanwhile = () => apply(fileOf('web', 'false'));
    expect(await apply(fileOf('web', 'false'))).toMatchObject({ result: 'unchanged', pipeline: { version: 2 } });
  });

  it('says so when others never stop changing it', async () => {
    await apply(fileOf('web'));
    let n = 0;
    const disturb = async () => {
      const [row] = pipelines.rows.values();
      n += 1;
      if (row) await pipelines.update(row, versionOf(`another ${n}`));
      pipelines.meanwhile = disturb;
    };
    pipelines.meanwhile = disturb;
    await expect(apply(fileOf('web', 'false'))).rejects.toMatchObject({ code: 'too-contended', retry: true });
  });
});
