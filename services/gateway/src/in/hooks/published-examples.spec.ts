import { createRequire } from 'node:module';
import { WebhookEvent } from '@switchyard/contracts';
import { validateSync } from 'class-validator';
import { readDelivery } from '../webhook/read-delivery.js';
import { gitlabExamples } from './gitlab-examples.story.js';

interface Example {
  name: string;
  examples: Record<string, unknown>[];
}
const require = createRequire(import.meta.url);
/** With how many bodies there are at least: all, of pushes, of pull requests. */
const sources: [source: string, all: number, pushes: number, requests: number][] = [
  ['api.github.com', 280, 7, 29],
  ['ghes-31', 45, 1, 1],
  ['ghes-32', 45, 1, 1],
  ['ghes-33', 45, 1, 1],
  ['ghes-34', 45, 1, 1],
  ['ghes-35', 120, 2, 7],
];
const publishedBy = (source: string) => require(`@octokit/webhooks-examples/${source}/index.json`) as Example[];

const read = (headers: Record<string, string>, body: unknown): WebhookEvent => {
  const raw = Buffer.from(JSON.stringify(body));
  const { event } = readDelivery({ headers: { 'content-type': 'application/json', ...headers }, body, raw });
  const mistakes = validateSync(Object.assign(new WebhookEvent(), event), {
    whitelist: true,
    forbidNonWhitelisted: true,
  });
  expect({ headers, mistakes }).toEqual({ headers, mistakes: [] });
  return event;
};

describe.each(sources)('every body that GitHub publishes, as of %s,', (source, least, pushes, requests) => {
  const all = publishedBy(source).flatMap(({ name, examples }) =>
    examples.map(body => ({ name, body, event: read({ 'x-github-event': name }, body) })),
  );
  const named = (name: string) => all.filter(one => one.name === name);

  it('is read, and says what it is', () => {
    expect(all.length).toBeGreaterThanOrEqual(least);
    for (const { name, event } of all) expect(event.event).toBe(name);
  });

  it('of a push has its branch or its tag, its repository and its commit', () => {
    expect(named('push').length).toBeGreaterThanOrEqual(pushes);
    for (const { body, event } of named('push')) {
      const ref = String(body['ref']);
      const place = ref.startsWith('refs/tags/')
        ? { kind: 'tag', tag: ref.slice(10) }
        : { kind: 'push', branch: ref.slice(11) };
      expect(event).toMatchObject({ ...place, repository: expect.stringMatching(/^https:\/\/.+\.git$/) });
      expect(event.commit !== undefined || event.deleted).toBe(true);
    }
  });

  it('of a pull request has both branches, its number, its commit and what happened', () => {
    expect(named('pull_request').length).toBeGreaterThanOrEqual(requests);
    for (const { event } of named('pull_request'))
      expect(event).toMatchObject({
        kind: 'pull_request',
        action: expect.any(String),
        branch: expect.any(String),
        targetBranch: expect.any(String),
        pullRequest: expect.any(Number),
        commit: expect.stringMatching(/^[0-9a-f]{40}$/),
        repository: expect.any(String),
      });
  });

  it('of a release has its tag and what happened', () => {
    for (const { body, event } of named('release'))
      expect(event).toMatchObject({
        kind: 'other',
        tag: (body['release'] as { tag_name: string }).tag_name,
        action: body['action'],
      });
  });
});

describe('every body that GitLab documents', () => {
  const events = gitlabExamples.map(([header, body]) => ({
    header,
    body,
    event: read({ 'x-gitlab-event': header }, body),
  }));

  it('is read, and says what it is', () => {
    for (const { header, body, event } of events) expect(event.event).toBe(body['object_kind'] ?? header);
  });

  it('has what triggers ask for', () => {
    const repository = 'http://gitlab.example/mike/diaspora.git';
    const commit = 'da1560886d4f094c3e6c9ef40349f7d38b5d27d7';
    expect(events.slice(0, 5).map(({ event }) => event)).toMatchObject([
      { kind: 'push', branch: 'main', commit, repository, actor: 'jsmith', morePaths: true },
      { kind: 'push', branch: 'main', deleted: true },
      { kind: 'tag', tag: 'v1.0.0', commit },
      { kind: 'pull_request', action: 'opened', branch: 'ms-viewport', targetBranch: 'main', pullRequest: 1, commit },
      { kind: 'pull_request', action: 'merged' },
    ]);
    expect(events.find(({ header }) => header === 'Release Hook')?.event).toMatchObject({
      kind: 'other',
      event: 'release',
      action: 'create',
      tag: 'v1.1',
      commit,
      repository,
    });
  });
});
