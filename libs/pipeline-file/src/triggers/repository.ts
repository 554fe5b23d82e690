import type { TriggerModel } from '../model.js';
import { byKind, distinct, field, orNothing, type Reader, record, text, textLike, turned } from '../shape.js';
import { everything, globs } from './globs.js';
import { type Listening, listening } from './placed.js';

export const usualPullRequestEvents = ['opened', 'synchronize', 'reopened'];

const kindOfEvent = textLike({
  pattern: /^[A-Za-z][A-Za-z0-9_.: -]{0,99}$/,
  code: 'bad-event',
  what: 'kind of event',
  suggestion: 'use letters, digits, dots, dashes, colons and _',
  words: 'name',
});
export const events = distinct(kindOfEvent, { most: 100, what: 'a kind of event' });

const from = (repository: string | undefined) => (repository === undefined ? {} : { repository });

const shared = {
  branches: field(globs, { doc: 'Of these branches.', absent: 'any', example: "[main, 'release/*']" }),
  paths: field(globs, { doc: 'Where one of these files changed.', absent: 'any', example: "['src/**', '!**/*.md']" }),
  repository: field(text, {
    doc: 'From this repository.',
    absent: 'any that sends its events here',
    example: 'https://example.com/web.git',
  }),
};

const pushTerms = record(
  {
    id: 'push',
    what: 'push (branches, paths, repository)',
    doc: 'Starts when commits were pushed. Globs alone are branches.',
  },
  shared,
);
const tagTerms = record(
  { id: 'tag', what: 'tag (tags, repository)', doc: 'Starts when a tag was pushed. Globs alone are tags.' },
  {
    tags: field(globs, { doc: 'These tags.', absent: 'any', example: "['v*']" }),
    repository: shared.repository,
  },
);
const pullRequestTerms = record(
  {
    id: 'pull-request',
    what: 'pull_request (branches, paths, events, repository)',
    doc: 'Starts when something happened to a pull request, which GitLab calls a merge request. Globs alone are the branches it wants to go to.',
  },
  {
    ...shared,
    branches: field(globs, { doc: 'Of requests that want to go to these branches.', absent: 'any', example: '[main]' }),
    events: field(
      events,
      {
        doc: 'What happened.',
        absent: usualPullRequestEvents.map(one => `\`${one}\``).join(', '),
        example: '[opened, closed]',
      },
      'types',
      'events',
    ),
  },
);
const webhookTerms = record(
  { id: 'webhook', what: 'webhook (events)', doc: "Starts when something was posted to the pipeline's own address." },
  { events: field(events, { doc: 'Kinds of event it acts on.', absent: 'all', example: '[deployment]' }) },
);

type OnePush = Omit<Extract<TriggerModel, { type: 'git_push' }>, 'type'>;

export const anyPush: TriggerModel = { type: 'git_push', branches: everything, paths: everything };
export const anyTag: TriggerModel = { type: 'tag', tags: everything };
export const anyPullRequest: TriggerModel = {
  type: 'pull_request',
  branches: everything,
  paths: everything,
  events: usualPullRequestEvents,
};
export const anyWebhook: TriggerModel = { type: 'webhook', events: [] };

/** Nothing for all there are, globs alone, or terms. */
const listener = (of: {
  globs: Reader<TriggerModel>;
  terms: Reader<TriggerModel>;
  wanted: string;
  usual: TriggerModel;
}): Reader<Listening> =>
  turned(orNothing(byKind({ scalar: of.globs, list: of.globs, map: of.terms }, of.wanted), of.usual), listening);

export const push = listener({
  globs: turned(globs, branches => ({ ...anyPush, branches }) as TriggerModel),
  terms: turned(pushTerms, ({ values: { branches = everything, paths = everything, repository } }) => {
    const where: OnePush = { branches, paths, ...from(repository) };
    return { type: 'git_push', ...where };
  }),
  wanted: 'branches, or lines of branches:, paths: and repository:',
  usual: anyPush,
});

export const tag = listener({
  globs: turned(globs, tags => ({ type: 'tag', tags })),
  terms: turned(tagTerms, ({ values: { tags = everything, repository } }) => ({
    type: 'tag',
    tags,
    ...from(repository),
  })),
  wanted: 'tags, or lines of tags: and repository:',
  usual: anyTag,
});

export const pullRequest = listener({
  globs: turned(globs, branches => ({ ...anyPullRequest, branches }) as TriggerModel),
  terms: turned(pullRequestTerms, ({ values }) => ({
    type: 'pull_request',
    branches: values.branches ?? everything,
    paths: values.paths ?? everything,
    events: values.events ?? usualPullRequestEvents,
    ...from(values.repository),
  })),
  wanted: 'branches, or lines of branches:, paths:, events: and repository:',
  usual: anyPullRequest,
});

export const webhook: Reader<Listening> = turned(
  orNothing(
    turned(webhookTerms, ({ values: { events: wanted = [] } }): TriggerModel => ({ type: 'webhook', events: wanted })),
    anyWebhook,
  ),
  listening,
);
