import type { Json } from './json.js';
import { branchOf, changedBy, commitOf, isElsewhere, type Said, tagOf } from './shared.js';

/** What GitHub sends, and those that send the same: Gitea, Forgejo, Gogs (docs.github.com, webhook events and payloads). */
export const fromGithub = (event: string, body: Json): Said => {
  const shared = {
    event,
    repository: repositoryOf(body),
    actor: body.at('sender.login').text(200) ?? body.at('pusher.name').text(200),
    ...forkOf(body.at('pull_request')),
  };
  if (event === 'push') return { ...shared, ...pushed(body) };
  if (event === 'pull_request') return { ...shared, kind: 'pull_request', ...pullRequest(body) };
  // Only a release has one; which branch it is from, nobody says for certain.
  const tag = body.at('release.tag_name').text(500);
  return { ...shared, kind: 'other', action: body.at('action').text(100), tag };
};

/** Also of reviews and comments: whatever is about a pull request brings its code. */
const forkOf = (request: Json): Pick<Said, 'fork'> =>
  request.isThere && isElsewhere(request.at('head.repo.id').count(), request.at('base.repo.id').count())
    ? { fork: true }
    : {};

const repositoryOf = (body: Json): string | undefined =>
  body.at('repository.clone_url').text(2_000) ??
  body.at('repository.html_url').text(2_000) ??
  body.at('repository.full_name').text(2_000);

const pushed = (body: Json): Omit<Said, 'event'> => {
  const ref = body.at('ref').text(511);
  const [branch, tag] = [branchOf(ref), tagOf(ref)];
  const facts = {
    commit: commitOf(body.at('head_commit.id').text(100)) ?? commitOf(body.at('after').text(100)),
    deleted: body.at('deleted').is(true) ? true : undefined,
  };
  if (tag !== undefined) return { kind: 'tag', tag, ...facts };
  const commits = body.at('commits').list();
  return branch === undefined ? { kind: 'other' } : { kind: 'push', branch, ...facts, ...changedBy(commits, 0) };
};

const pullRequest = (body: Json) => {
  const request = body.at('pull_request');
  const action = body.at('action').text(100);
  return {
    action: action === 'closed' && request.at('merged').is(true) ? 'merged' : action,
    branch: request.at('head.ref').text(500),
    commit: commitOf(request.at('head.sha').text(100)),
    targetBranch: request.at('base.ref').text(500),
    pullRequest: request.at('number').count() ?? body.at('number').count(),
    title: request.at('title').text(1_000),
  };
};
