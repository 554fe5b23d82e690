import type { ExecutionId, PipelineId, WebhookEvent } from '@switchyard/contracts';
import type { PipelineModel, TriggerModel } from '@switchyard/pipeline-file';
import { decideTrigger } from './decide-trigger.js';
import type { EndOfPipeline, TriggerEvent } from './event.js';
import { scheduleIdOf } from './schedule-id.js';

const at = '2026-11-23T12:30:00.000Z';
const globs = (...only: string[]) => ({ only, except: [] as string[] });
const aModel = (...triggers: TriggerModel[]) => ({ name: 'web', triggers }) as unknown as PipelineModel;
const decide = (model: PipelineModel, event: TriggerEvent, pipelineId = 'web-id') =>
  decideTrigger({ pipelineId, model, at }, event);
const came = (model: PipelineModel, event: Partial<WebhookEvent>) =>
  decide(model, { kind: 'webhook', event: { kind: 'push', event: 'push', actor: 'alice', ...event } });
const reasonOf = (verdict: ReturnType<typeof decide>) => (verdict.run ? 'it runs' : verdict.reason);

const push = (more: Partial<Extract<TriggerModel, { type: 'git_push' }>> = {}): TriggerModel => ({
  type: 'git_push',
  branches: globs(),
  paths: globs(),
  ...more,
});
const pullRequest = (more: Partial<Extract<TriggerModel, { type: 'pull_request' }>> = {}): TriggerModel => ({
  type: 'pull_request',
  branches: globs(),
  paths: globs(),
  events: [],
  ...more,
});
const webhook = (...events: string[]): TriggerModel => ({ type: 'webhook', events });

describe('a push', () => {
  const branches = { only: ['main', 'release/*'], except: ['release/old'] };

  it('to a branch that is asked for runs, with what it says', () => {
    const commit = '81d4d56';
    expect(came(aModel(push({ branches })), { branch: 'release/2', commit, repository: 'org/web' })).toEqual({
      run: true,
      facts: {
        type: 'git_push',
        branch: 'release/2',
        commit,
        repository: 'org/web',
        event: 'push',
        actor: 'alice',
        at,
      },
      inputs: {},
    });
  });

  it.each([
    ['feature/x', 'branch feature/x matches none of main, release/*'],
    ['release/old', 'branch release/old is left out by !release/old'],
    ['', 'there is no branch, and it must match main, release/*'],
  ])('to %s runs nothing, and the rule is named', (branch, reason) => {
    expect(reasonOf(came(aModel(push({ branches })), { branch }))).toBe(reason);
  });

  it.each([
    [['src/a.ts'], 'it runs'],
    [['docs/a.md', 'src/b.ts'], 'it runs'],
    [['docs/a.md'], 'the changed file docs/a.md matches none of src/**, !**/*.spec.ts'],
    [['docs/a.md', 'src/a.spec.ts'], 'none of the 2 changed files matches src/**, !**/*.spec.ts'],
    [undefined, 'it runs'],
  ])('that changed %j: %s', (paths, reason) => {
    const model = aModel(push({ paths: { only: ['src/**'], except: ['**/*.spec.ts'] } }));
    expect(reasonOf(came(model, { branch: 'main', ...(paths ? { paths } : {}) }))).toBe(reason);
  });

  it('that changed more files than anybody lists runs', () => {
    const model = aModel(push({ paths: globs('src/**') }));
    expect(came(model, { branch: 'main', paths: ['docs/a.md'], morePaths: true }).run).toBe(true);
  });

  it.each([
    ['https://git.example/org/web.git', 'it runs'],
    ['git@git.example:org/web', 'it runs'],
    ['Org/Web', 'it runs'],
    ['org/website', 'repository org/website is not git.example/org/web'],
    ['other/web', 'repository other/web is not git.example/org/web'],
    [undefined, 'the event names no repository, and only git.example/org/web starts it'],
  ])('of %s to a pipeline of one repository: %s', (repository, reason) => {
    const model = aModel(push({ repository: 'git.example/org/web' }));
    expect(reasonOf(came(model, { branch: 'main', ...(repository ? { repository } : {}) }))).toBe(reason);
  });

  it('that deletes a branch, or a pipeline without a trigger for it, runs nothing', () => {
    expect(reasonOf(came(aModel(push()), { branch: 'old', deleted: true }))).toBe('branch old was deleted');
    expect(reasonOf(came(aModel(), { branch: 'main' }))).toBe('web has no trigger for push to main: it has none');
    const others = aModel({ type: 'tag', tags: globs() }, pullRequest());
    expect(reasonOf(came(others, { branch: 'main' }))).toBe(
      'web has no trigger for push to main: it has tag, pull_request',
    );
  });

  it('tells the rule of every trigger it did not match, once', () => {
    const one = push({ branches: globs('main') });
    expect(reasonOf(came(aModel(one, one, webhook('deploy')), { branch: 'x' }))).toBe(
      'branch x matches none of main; event push is none of deploy',
    );
  });

  it('is a push also where a webhook of any kind would do', () => {
    expect(came(aModel(webhook(), push()), { branch: 'x' })).toMatchObject({ facts: { type: 'git_push' } });
    expect(came(aModel(webhook()), { branch: 'x' })).toMatchObject({ facts: { type: 'webhook', event: 'push' } });
  });
});

describe('a tag', () => {
  const model = aModel({ type: 'tag', tags: { only: ['v*'], except: ['*-rc*'] } });

  it.each([
    ['v1.0', 'it runs'],
    ['nightly', 'tag nightly matches none of v*'],
    ['v1-rc1', 'tag v1-rc1 is left out by !*-rc*'],
  ])('%s: %s', (tag, reason) => {
    expect(reasonOf(came(model, { kind: 'tag', tag }))).toBe(reason);
  });
});

describe('a pull request', () => {
  const facts = { kind: 'pull_request', event: 'pull_request', branch: 'feature/x', targetBranch: 'main' } as const;

  it('that was opened runs, with where it wants to go', () => {
    const verdict = came(aModel(pullRequest({ branches: globs('main') })), {
      ...facts,
      action: 'opened',
      pullRequest: 7,
      title: 'Better',
    });
    expect(verdict).toMatchObject({
      facts: {
        type: 'pull_request',
        branch: 'feature/x',
        targetBranch: 'main',
        pullRequest: 7,
        title: 'Better',
        event: 'pull_request.opened',
      },
    });
  });

  it.each([
    [[], 'labeled', 'pull request was labeled, and only opened, synchronize, reopened start it'],
    [[], 'synchronize', 'it runs'],
    [['closed'], 'opened', 'pull request was opened, and only closed start it'],
    [['closed'], 'merged', 'it runs'],
    [['merged'], 'closed', 'pull request was closed, and only merged start it'],
  ])('with events %j that was %s: %s', (events, action, reason) => {
    expect(reasonOf(came(aModel(pullRequest({ events })), { ...facts, action }))).toBe(reason);
  });

  it('to another branch, or with no file that is asked for, runs nothing', () => {
    const model = aModel(pullRequest({ branches: globs('main'), paths: globs('src/**') }));
    const opened = { ...facts, action: 'opened' };
    expect(reasonOf(came(model, { ...opened, targetBranch: 'dev' }))).toBe('target branch dev matches none of main');
    expect(reasonOf(came(model, { ...opened, paths: ['a'] }))).toBe('the changed file a matches none of src/**');
    expect(came(model, opened).run).toBe(true);
  });
});

describe('an event of another kind', () => {
  it.each([
    [[], 'deploy', 'it runs'],
    [['deploy', 'build.*'], 'build.done', 'it runs'],
    [['deploy'], 'rollback', 'event rollback is none of deploy'],
    [[], 'ping', 'a ping only asks whether the webhook answers'],
  ])('of %j with the name %s: %s', (events, event, reason) => {
    expect(reasonOf(came(aModel(webhook(...events)), { kind: 'other', event }))).toBe(reason);
  });

  it('may be named with its action', () => {
    expect(
      came(aModel(webhook('release.published')), { kind: 'other', event: 'release', action: 'published' }),
    ).toEqual({
      run: true,
      facts: { type: 'webhook', event: 'release.published', actor: 'alice', at },
      inputs: {},
    });
  });
});

describe('a tick', () => {
  const schedule = {
    type: 'schedule',
    cron: '0 3 * * *',
    timeZone: 'UTC',
    branch: 'main',
    inputs: { level: '2' },
  } as const;

  it('of a schedule the pipeline has runs, with its branch and its inputs', () => {
    const id = scheduleIdOf('web-id', schedule);
    const event = { kind: 'schedule' as const, schedule: id, tick: `${id}@2026-11-23T03:00Z` };
    expect(decide(aModel(schedule), event)).toEqual({
      run: true,
      facts: { type: 'schedule', branch: 'main', tick: event.tick, actor: 'schedule 0 3 * * * (UTC)', at },
      inputs: { level: '2' },
    });
    expect(reasonOf(decide(aModel(), event))).toBe('web has no such schedule any more');
  });

  it('belongs to what the schedule says, and to its pipeline', () => {
    const ids = [
      scheduleIdOf('a', schedule),
      scheduleIdOf('b', schedule),
      scheduleIdOf('a', { ...schedule, timeZone: 'Europe/Berlin' }),
      scheduleIdOf('a', { ...schedule, inputs: { level: '3' } }),
    ];
    expect(new Set(ids).size).toBe(4);
    expect(scheduleIdOf('a', { ...schedule })).toBe(ids[0]);
  });
});

describe('the end of a pipeline', () => {
  const link = (name: string) => ({ id: `${name}-id` as PipelineId, name });
  const end = (more: Partial<EndOfPipeline> = {}): TriggerEvent => ({
    kind: 'end',
    end: {
      execution: '01m84ywyccwh2egkrpyg85s86c' as ExecutionId,
      status: 'success',
      branch: 'main',
      commit: '81d4d56',
      depth: 0,
      chain: [link('build')],
      ...more,
    },
  });
  const follows = (more = {}): TriggerModel => ({
    type: 'pipeline',
    pipeline: 'build',
    statuses: ['success'],
    branches: globs('main'),
    ...more,
  });

  it('starts what waits for it, with the same commit, and one deeper', () => {
    expect(decide(aModel(follows()), end({ depth: 2 }))).toEqual({
      run: true,
      facts: {
        type: 'pipeline',
        branch: 'main',
        commit: '81d4d56',
        after: '01m84ywyccwh2egkrpyg85s86c',
        depth: 3,
        actor: 'pipeline build',
        at,
      },
      inputs: {},
    });
  });

  it.each([
    [{ status: 'failed' as const }, 'it ended with failed, and only success starts this'],
    [{ branch: 'dev' }, 'branch dev matches none of main'],
    [{ chain: [link('other')] }, 'web does not wait for the end of other'],
  ])('with %j: %s', (more, reason) => {
    expect(reasonOf(decide(aModel(follows()), end(more)))).toBe(reason);
  });

  it('starts nothing that would start itself again, and names the chain', () => {
    const chain = ['first', 'web', 'test', 'build'].map(link);
    expect(reasonOf(decide(aModel(follows()), end({ chain, depth: 3 })))).toBe(
      'web would start itself again: web → test → build → web',
    );
    const own = { ...follows({ pipeline: 'web' }) };
    expect(reasonOf(decide(aModel(own), end({ chain: [link('web')] })))).toBe(
      'web would start itself again: web → web',
    );
  });

  it('starts nothing more after ten', () => {
    expect(decide(aModel(follows()), end({ depth: 9 })).run).toBe(true);
    expect(reasonOf(decide(aModel(follows()), end({ depth: 10, chain: ['a', 'build'].map(link) })))).toBe(
      '10 pipelines have started one another already: a → build',
    );
  });
});

it('by hand always runs', () => {
  expect(decide(aModel(), { kind: 'manual', actor: 'bob', branch: 'x' })).toEqual({
    run: true,
    facts: { type: 'manual', actor: 'bob', branch: 'x', at },
    inputs: {},
  });
});
