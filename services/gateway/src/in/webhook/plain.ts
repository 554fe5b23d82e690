import type { Json } from './json.js';
import { branchOf, commitOf, type Said, tagOf } from './shared.js';

/** What anybody else sends: a few keys are understood, and all of it reaches the steps. */
export const fromAnybody = (header: string | undefined, body: Json): Said => {
  const event = header ?? body.at('event').text(200) ?? 'webhook';
  const ref = body.at('ref').text(511);
  const said = {
    event,
    action: body.at('action').text(100),
    branch: body.at('branch').text(500) ?? branchOf(ref),
    tag: body.at('tag').text(500) ?? tagOf(ref),
    commit: commitOf(body.at('commit').text(100) ?? body.at('sha').text(100)),
    repository: body.at('repository').text(2_000),
    targetBranch: body.at('target_branch').text(500),
    pullRequest: body.at('pull_request').count(),
    title: body.at('title').text(1_000),
    actor: body.at('actor').text(200),
  };
  const kind = kindOf(event, said);
  // Whoever does not say where a pull request comes from may be passing on one from a fork.
  const isFork = (kind === 'pull_request' || said.pullRequest !== undefined) && !body.at('fork').is(false);
  return { ...said, kind, ...(isFork || body.at('fork').is(true) ? { fork: true } : {}) };
};

const kindOf = (event: string, { branch, tag }: Omit<Said, 'kind'>): Said['kind'] => {
  if ((event === 'push' || event === 'git_push') && branch !== undefined) return 'push';
  if ((event === 'push' || event === 'tag') && tag !== undefined) return 'tag';
  return event === 'pull_request' ? 'pull_request' : 'other';
};
