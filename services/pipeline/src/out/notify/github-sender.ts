import type { ExecutionStatus } from '@switchyard/contracts';
import { Fault } from '@switchyard/kernel';
import { Sender } from '../../app/notify/ports.js';
import { lineOf, type Notification, type NotifyFacts } from '../../domain/notify/notification.js';
import type { NotifyTarget } from '../../domain/notify/target.js';
import type { Links } from './links.js';
import type { PinnedPost } from './pinned-post.js';

type Github = Extract<NotifyTarget, { kind: 'github' }>;

export interface GithubAccess {
  /** Such as `https://api.github.com`. */
  api: string;
  token: string | undefined;
}

/** A status has at most so many characters (docs.github.com, REST API: commit statuses). */
const longestDescription = 140;

const states: Partial<Record<ExecutionStatus, string>> = { success: 'success', failed: 'failure' };

/** Tells GitHub at the commit: as a status, or as a comment. */
export class GithubSender extends Sender<'github'> {
  constructor(
    private readonly http: PinnedPost,
    private readonly links: Links,
    private readonly access: GithubAccess,
  ) {
    super();
  }

  async send({ facts, target }: Notification & { target: Github }): Promise<void> {
    const { api, token } = this.access;
    if (token === undefined) throw cannot('the platform has no NOTIFY_GITHUB_TOKEN');
    const commit = /^[0-9a-f]{40}([0-9a-f]{24})?$/i.exec(facts.trigger.commit ?? '')?.[0];
    if (commit === undefined) throw cannot('the execution has no whole commit to tell at');
    const repository = repositoryOf(target.repository ?? facts.trigger.repository, new URL(api).hostname);
    const headers = {
      authorization: `Bearer ${token}`,
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
    };
    const [path, body] =
      target.as === 'comment'
        ? [`commits/${commit}/comments`, this.comment(facts)]
        : [`statuses/${commit}`, this.status(facts, target)];
    await this.http.send({ url: `${api}/repos/${repository}/${path}`, headers, body: JSON.stringify(body) });
  }

  private comment(facts: NotifyFacts): object {
    const link = this.links.of(facts);
    return {
      body: [lineOf(facts), ...(facts.reason === undefined ? [] : [facts.reason]), ...(link ? [link] : [])].join(
        '\n\n',
      ),
    };
  }

  private status(facts: NotifyFacts, { context }: Github): object {
    const link = this.links.of(facts);
    return {
      state: facts.moment === 'start' ? 'pending' : (states[facts.status] ?? 'error'),
      context: context ?? `switchyard/${facts.pipelineName}`,
      description: (facts.reason ?? lineOf(facts)).slice(0, longestDescription),
      ...(link === undefined ? {} : { target_url: link }),
    };
  }
}

/** `owner/name` of a repository at that GitHub, however it is written. */
const repositoryOf = (named: string | undefined, api: string): string => {
  const bare = (named ?? '')
    .trim()
    .replace(/^[a-z+]+:\/\//i, '')
    .replace(/^[^@/]*@/, '')
    .replace(':', '/')
    .replace(/(\.git)?\/?$/, '');
  const [name = '', owner = '', ...host] = bare.split('/').reverse();
  const isHere = host.length === 0 || (host.length === 1 && isHostOf(api, host[0] ?? ''));
  if (isHere && [owner, name].every(part => /^[\w.-]{1,100}$/.test(part) && !/^\.+$/.test(part)))
    return `${owner}/${name}`;
  throw cannot(
    `${named === undefined ? 'the execution names no repository' : `${named.slice(0, 200)} is no repository of this GitHub`}`,
  );
};

const isHostOf = (api: string, host: string): boolean => {
  const [name = ''] = host.toLowerCase().split('/');
  return name === api || `api.${name}` === api;
};

const cannot = (message: string) => new Fault({ code: 'no-github-status', message, blame: 'user', retry: false });
