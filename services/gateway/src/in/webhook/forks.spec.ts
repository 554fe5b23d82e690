import { readDelivery } from './read-delivery.js';

const eventOf = (headers: Record<string, string>, body: object) => {
  const raw = Buffer.from(JSON.stringify(body));
  return readDelivery({ headers: { 'content-type': 'application/json', ...headers }, body, raw }).event;
};

describe('what GitHub says of forks', () => {
  it.each([
    [{ id: 2 }, 'a fork', true],
    [null, 'a fork that was deleted', true],
    [undefined, 'nobody knows where', true],
    [{ id: 1 }, 'its own repository', undefined],
  ])('for a pull request with %j, which is from %s', (repo, _where, fork) => {
    const pull_request = { head: { ref: 'x', repo }, base: { ref: 'main', repo: { id: 1 } } };
    for (const event of ['pull_request', 'pull_request_review', 'pull_request_review_comment'])
      expect(eventOf({ 'x-github-event': event }, { action: 'opened', pull_request }).fork).toBe(fork);
  });
});

describe('what GitLab says of forks', () => {
  it.each([
    [2, true],
    [undefined, true],
    [1, undefined],
  ])('is told from project %j', (source_project_id, fork) => {
    const request = { source_project_id, target_project_id: 1, action: 'open' };
    const merge = { object_kind: 'merge_request', object_attributes: request };
    const note = { object_kind: 'note', object_attributes: { action: 'create' }, merge_request: request };
    for (const body of [merge, note]) expect(eventOf({ 'x-gitlab-event': 'Any Hook' }, body).fork).toBe(fork);
  });
});

describe('what anybody says of forks', () => {
  it.each([
    [{ event: 'pull_request', pull_request: 7 }, true],
    [{ event: 'pull_request', pull_request: 7, fork: 'false' }, true],
    [{ event: 'review', pull_request: 7 }, true],
    [{ event: 'deploy', fork: true }, true],
    [{ event: 'pull_request', pull_request: 7, fork: false }, undefined],
    [{ event: 'deploy' }, undefined],
  ])('is told from %j', (body, fork) => {
    expect(eventOf({}, body).fork).toBe(fork);
  });
});
