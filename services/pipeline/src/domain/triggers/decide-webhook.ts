import type { TriggerFacts, TriggerType, WebhookEvent } from '@switchyard/contracts';
import { globOf, matches } from '@switchyard/kernel';
import type { PipelineModel, TriggerModel } from '@switchyard/pipeline-file';
import { wordsOf } from './event.js';
import { asksForSome, listed, refusalOf, refusalOfAll } from './globs.js';
import { isSameRepository } from './repository.js';
import type { Subject, Verdict } from './verdict.js';

/** What one trigger of a pipeline says of an event of its kind. */
type Ruling = { type: TriggerType; refusal: string | undefined };

/** What pull requests start when the file names no kinds of event. */
const usualActions = ['opened', 'synchronize', 'reopened'];

export const decideWebhook = ({ model, at }: Subject, event: WebhookEvent): Verdict => {
  if (event.event === 'ping') return { run: false, reason: 'a ping only asks whether the webhook answers' };
  if (event.deleted) return { run: false, reason: `${event.tag ? 'tag' : 'branch'} ${nameOf(event)} was deleted` };
  const rulings = model.triggers.flatMap(trigger => rulingOf(trigger, event) ?? []);
  const running = rulings.filter(({ refusal }) => refusal === undefined);
  // The kind that says most about it.
  const chosen = running.find(({ type }) => type !== 'webhook') ?? running[0];
  if (chosen) return { run: true, facts: factsOf(chosen.type, event, at), inputs: {} };
  return { run: false, reason: rulings.length === 0 ? noneFor(model, event) : reasonsOf(rulings) };
};

const nameOf = ({ branch, tag }: WebhookEvent) => tag ?? branch ?? '';

const noneFor = ({ name, triggers }: PipelineModel, event: WebhookEvent): string => {
  const types = [...new Set(triggers.map(({ type }) => type))];
  const has = types.length === 0 ? 'it has none' : `it has ${listed(types)}`;
  return `${name} has no trigger for ${wordsOf({ kind: 'webhook', event })}: ${has}`;
};

/** Reasons are told once each; more than these would be no sentence any more. */
const mostReasons = 4;
const reasonsOf = (rulings: Ruling[]): string =>
  [...new Set(rulings.map(({ refusal }) => refusal))].slice(0, mostReasons).join('; ').slice(0, 1_000);

/** Undefined for a trigger of another kind. */
const rulingOf = (trigger: TriggerModel, event: WebhookEvent): Ruling | undefined => {
  if (trigger.type === 'webhook') return { type: 'webhook', refusal: refusalOfEvents(trigger.events, event) };
  if (trigger.type === 'git_push' && event.kind === 'push')
    return { type: 'git_push', refusal: ofPush(trigger, event) };
  if (trigger.type === 'tag' && event.kind === 'tag')
    return {
      type: 'tag',
      refusal: ofRepository(trigger.repository, event) ?? refusalOf(trigger.tags, 'tag', event.tag ?? ''),
    };
  if (trigger.type === 'pull_request' && event.kind === 'pull_request')
    return { type: 'pull_request', refusal: ofPullRequest(trigger, event) };
  return undefined;
};

type Of<Type extends TriggerType> = Extract<TriggerModel, { type: Type }>;

const ofPush = ({ repository, branches, paths }: Of<'git_push'>, event: WebhookEvent): string | undefined =>
  ofRepository(repository, event) ?? refusalOf(branches, 'branch', event.branch ?? '') ?? ofPaths(paths, event);

const ofPullRequest = (trigger: Of<'pull_request'>, event: WebhookEvent): string | undefined =>
  ofRepository(trigger.repository, event) ??
  ofAction(trigger.events, event) ??
  refusalOf(trigger.branches, 'target branch', event.targetBranch ?? '') ??
  ofPaths(trigger.paths, event);

const ofAction = (named: string[], { action = '' }: WebhookEvent): string | undefined => {
  const wanted = named.length > 0 ? named : usualActions;
  // One that was merged was closed too.
  if (wanted.includes(action) || (action === 'merged' && wanted.includes('closed'))) return undefined;
  return `pull request was ${action || 'changed'}, and only ${listed(wanted)} start it`;
};

const ofRepository = (wanted: string | undefined, { repository }: WebhookEvent): string | undefined => {
  if (wanted === undefined) return undefined;
  if (repository === undefined) return `the event names no repository, and only ${wanted} starts it`;
  return isSameRepository(wanted, repository) ? undefined : `repository ${repository} is not ${wanted}`;
};

/** Without the files, or all of them, nobody can say that none was meant: it runs. */
const ofPaths = (globs: Of<'git_push'>['paths'], { paths, morePaths }: WebhookEvent): string | undefined => {
  if (!asksForSome(globs) || paths === undefined || morePaths) return undefined;
  return refusalOfAll(globs, paths);
};

const refusalOfEvents = (wanted: string[], { event, kind, action }: WebhookEvent): string | undefined => {
  const names = [event, ...(kind === 'other' ? [] : [kind]), ...(action === undefined ? [] : [`${event}.${action}`])];
  if (wanted.length === 0 || names.some(name => wanted.some(pattern => matches(globOf(pattern), name))))
    return undefined;
  return `event ${event} is none of ${listed(wanted)}`;
};

const factsOf = (type: TriggerType, event: WebhookEvent, at: string): TriggerFacts => {
  const { branch, tag, commit, repository, targetBranch, pullRequest, title, fork, actor } = event;
  const named = event.action === undefined ? event.event : `${event.event}.${event.action}`.slice(0, 200);
  const known = { branch, tag, commit, repository, targetBranch, pullRequest, title, fork };
  const present = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
  return { type, ...present, event: named, actor, at };
};
