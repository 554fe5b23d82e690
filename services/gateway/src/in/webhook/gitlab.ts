import type { Json } from './json.js';
import { branchOf, changedBy, commitOf, isElsewhere, isNothing, type Said, tagOf } from './shared.js';

/** GitLab's words for what happened to a merge request, in GitHub's. */
const actions = new Map([
  ['open', 'opened'],
  ['reopen', 'reopened'],
  ['close', 'closed'],
  ['merge', 'merged'],
]);

/** What GitLab sends (docs.gitlab.com, webhook events); `kind` is that of its body. */
export const fromGitlab = (header: string, body: Json): Said => {
  const event = body.at('object_kind').text(200) ?? header;
  const shared = {
    event,
    repository: body.at('project.git_http_url').text(2_000) ?? body.at('project.path_with_namespace').text(2_000),
    actor: body.at('user_username').text(200) ?? body.at('user.username').text(200),
    ...forkOf(event === 'merge_request' ? body.at('object_attributes') : body.at('merge_request')),
  };
  if (event === 'push' || event === 'tag_push') return { ...shared, ...pushed(body) };
  if (event === 'merge_request')
    return { ...shared, kind: 'pull_request', ...mergeRequest(body.at('object_attributes')) };
  const action = body.at('object_attributes.action').text(100);
  return { ...shared, kind: 'other', ...(event === 'release' ? released(body) : { action }) };
};

/** Also of notes and pipelines: whatever is about a merge request brings its code. */
const forkOf = (request: Json): Pick<Said, 'fork'> =>
  request.isThere && isElsewhere(request.at('source_project_id').count(), request.at('target_project_id').count())
    ? { fork: true }
    : {};

/** It was created, updated or deleted. */
const released = (body: Json) => ({
  action: body.at('action').text(100),
  tag: body.at('tag').text(500),
  commit: commitOf(body.at('commit.id').text(100)),
});

const pushed = (body: Json): Omit<Said, 'event'> => {
  const ref = body.at('ref').text(511);
  const [branch, tag] = [branchOf(ref), tagOf(ref)];
  const after = body.at('after').text(100);
  const commits = body.at('commits').list();
  const facts = {
    commit: commitOf(body.at('checkout_sha').text(100)) ?? commitOf(after),
    deleted: isNothing(after) ? true : undefined,
  };
  if (tag !== undefined) return { kind: 'tag', tag, ...facts };
  if (branch === undefined) return { kind: 'other' };
  // It lists twenty commits at most, and says how many there are.
  return { kind: 'push', branch, ...facts, ...changedBy(commits, body.at('total_commits_count').count() ?? 0) };
};

const mergeRequest = (request: Json) => {
  const action = request.at('action').text(100);
  // An update without an earlier commit changed its words only.
  const updated = request.at('oldrev').text(100) === undefined ? 'edited' : 'synchronize';
  return {
    action: action === 'update' ? updated : (actions.get(action ?? '') ?? action),
    branch: request.at('source_branch').text(500),
    commit: commitOf(request.at('last_commit.id').text(100)),
    targetBranch: request.at('target_branch').text(500),
    pullRequest: request.at('iid').count(),
    title: request.at('title').text(1_000),
  };
};
