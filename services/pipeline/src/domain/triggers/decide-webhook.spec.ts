import type { WebhookEvent } from '@switchyard/contracts';
import type { PipelineModel, TriggerModel } from '@switchyard/pipeline-file';
import { decideWebhook } from './decide-webhook.js';

const at = '2026-11-23T12:30:00.000Z';
const globs = (...only: string[]) => ({ only, except: [] as string[] });
const aModel = (...triggers: TriggerModel[]) => ({ name: 'web', triggers }) as unknown as PipelineModel;
const came = (model: PipelineModel, event: Partial<WebhookEvent>) =>
  decideWebhook({ pipelineId: 'web-id', model, at }, { kind: 'push', event: 'push', actor: 'alice', ...event });
const reasonOf = (verdict: ReturnType<typeof came>) => (verdict.run ? 'it runs' : verdict.reason);

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

describe('a pull request from a fork', () => {
  it.each([pullRequest(), webhook()])('is known as such, whatever trigger it meets', trigger => {
    const verdict = came(aModel(trigger), { kind: 'pull_request', action: 'opened', targetBranch: 'main', fork: true });
    expect(verdict).toMatchObject({ run: true, facts: { fork: true } });
  });
});

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
