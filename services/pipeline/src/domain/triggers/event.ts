import type { ExecutionId, ExecutionStatus, PipelineId, WebhookEvent } from '@switchyard/contracts';

/** One pipeline in a chain of those that started one another. */
export interface Link {
  id: PipelineId;
  name: string;
}

/** An execution that ended, as pipelines see it that wait for its end. */
export interface EndOfPipeline {
  execution: ExecutionId;
  status: ExecutionStatus;
  branch?: string;
  commit?: string;
  repository?: string;
  /** It ran for a pull request from a fork. */
  fork?: boolean;
  /** How often one execution had started the next before it. */
  depth: number;
  /** The pipelines that started one another, up to the one that ended, which is the last. */
  chain: Link[];
}

/** Something that may start a pipeline. */
export type TriggerEvent =
  | { kind: 'manual'; actor: string; branch?: string; commit?: string; repository?: string }
  | { kind: 'webhook'; event: WebhookEvent }
  /** `schedule` is the id under which it is kept. */
  | { kind: 'schedule'; schedule: string; tick: string }
  | { kind: 'end'; end: EndOfPipeline };

/** What came, in words. */
export const wordsOf = (event: TriggerEvent): string => {
  switch (event.kind) {
    case 'manual':
      return `by hand, by ${event.actor}`;
    case 'webhook':
      return wordsOfWebhook(event.event);
    case 'schedule':
      return `tick ${event.tick.slice(event.tick.lastIndexOf('@') + 1)}`;
    case 'end':
      return `${event.end.chain.at(-1)?.name} ended with ${event.end.status}`;
  }
};

const wordsOfWebhook = ({ kind, event, ...facts }: WebhookEvent): string => {
  switch (kind) {
    case 'push':
      return `push to ${facts.branch}`;
    case 'tag':
      return `tag ${facts.tag}`;
    case 'pull_request':
      return `pull request ${facts.pullRequest ?? ''} ${facts.action ?? ''}`.replace(/ +/g, ' ').trim();
    case 'other':
      return `event ${event}`;
  }
};
