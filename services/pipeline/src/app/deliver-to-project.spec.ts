import type { WebhookEvent } from '@switchyard/contracts';
import type { TriggerModel } from '@switchyard/pipeline-file';
import { DeliverToProject } from './deliver-to-project.js';
import { MemoryVersions, project } from './pipelines.story.js';
import { ReadModel } from './read-model.js';
import { aModel, anyGlobs, JsonParser } from './triggers.story.js';
import { aProcess, applied, aStore } from './triggers-house.story.js';

const web = 'https://github.com/org/web.git';
const pushTo = (repository?: string, only: string[] = []): TriggerModel => ({
  type: 'git_push',
  branches: { only, except: [] },
  paths: anyGlobs,
  ...(repository === undefined ? {} : { repository }),
});

const setUp = async (pipelines: Record<string, TriggerModel[]>) => {
  const store = aStore();
  const process = aProcess(store);
  for (const [name, triggers] of Object.entries(pipelines)) await applied(store, process, aModel(name, triggers));
  const models = new ReadModel(new MemoryVersions(), new JsonParser());
  const delivering = new DeliverToProject(store.pipelines, models, process.delivering);
  const deliver = async (deliveryId: string, event: Partial<WebhookEvent> = {}) => {
    const whole = { kind: 'push' as const, event: 'push', branch: 'main', repository: web, actor: 'alice', ...event };
    const { outcomes } = await delivering.run({
      v: 1,
      project,
      deliveryId,
      event: whole,
      payload: '',
      payloadBytes: 0,
    });
    await process.taking.idle();
    return outcomes.map(({ pipelineName, decision }) => `${pipelineName} ${decision}`);
  };
  return { store, deliver };
};

describe('what comes to a project', () => {
  const pipelines = {
    app: [pushTo('org/web')],
    docs: [pushTo('git@github.com:org/web', ['docs'])],
    other: [pushTo('org/other')],
    unnamed: [pushTo()],
    manual: [],
  };

  it('goes to every pipeline that names its repository, and to no other', async () => {
    const { store, deliver } = await setUp(pipelines);
    expect(await deliver('one')).toEqual(['app accepted', 'docs skipped']);
    expect(store.executions.created).toHaveLength(1);
  });

  it('and comes again starts nothing more', async () => {
    const { store, deliver } = await setUp(pipelines);
    await Promise.all(Array.from({ length: 20 }, () => deliver('one')));
    expect(store.executions.created).toHaveLength(1);
    await deliver('two');
    expect(store.executions.created).toHaveLength(2);
  });

  it('without a repository goes to those that name events', async () => {
    const { deliver } = await setUp({
      deploy: [{ type: 'webhook', events: ['deploy'] }],
      release: [{ type: 'webhook', events: ['release'] }],
      any: [{ type: 'webhook', events: [] }],
      push: [pushTo('org/web')],
    });
    const event = { kind: 'other' as const, event: 'deploy', actor: 'x' };
    const without = Object.fromEntries([
      ['repository', undefined],
      ['branch', undefined],
    ]);
    expect(await deliver('one', { ...event, ...without } as Partial<WebhookEvent>)).toEqual([
      'deploy accepted',
      'release skipped',
    ]);
  });

  it('of a release starts those of the repository that wait for it', async () => {
    const { deliver } = await setUp({
      publish: [pushTo('org/web', ['none']), { type: 'webhook', events: ['release.published'] }],
    });
    const released = { kind: 'other' as const, event: 'release', action: 'published', tag: 'v1' };
    expect(await deliver('one', released)).toEqual(['publish accepted']);
    expect(await deliver('two', { ...released, action: 'edited' })).toEqual(['publish skipped']);
  });
});
