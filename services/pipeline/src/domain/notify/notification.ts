import type {
  ExecutionId,
  ExecutionStatus,
  ExecutionView,
  NotificationState,
  NotificationView,
  NotifyMoment,
  PipelineId,
  ProjectId,
  TriggerFacts,
} from '@switchyard/contracts';
import { type Backoff, isoTime, type Millis, waitBefore } from '@switchyard/kernel';
import { nameOf, type NotifyTarget } from './target.js';

/** What people are told about. */
export interface NotifyFacts {
  executionId: ExecutionId;
  project: ProjectId;
  pipelineId: PipelineId;
  pipelineName: string;
  pipelineVersion: number;
  moment: NotifyMoment;
  status: ExecutionStatus;
  reason?: string;
  trigger: TriggerFacts;
  startedAt?: string;
  finishedAt?: string;
}

/** One target told of one moment of one execution: once. */
export interface Notification {
  /** `<execution>:<moment>:<digest of the target>`. */
  id: string;
  facts: NotifyFacts;
  target: NotifyTarget;
  state: NotificationState;
  at: string;
  attempts: number;
  /** The next try, and, while one is under way, when it counts as lost. */
  dueAt: Millis;
  sentAt?: string;
  reason?: string;
}

/** Tries before a notification is dead; with {@link growth} from five seconds on, they take about an hour and a half. */
export const mostAttempts = 8;
const growth = { factor: 3, maxMs: 3_600_000 } as const;

/** What becomes of one after a try that failed. */
export const afterFailure = (
  { attempts }: Pick<Notification, 'attempts'>,
  { reason, retry }: { reason: string; retry: boolean },
  { now, initialMs, chance }: { now: Millis; initialMs: Millis; chance: number },
): { state: 'waiting'; dueAt: Millis; reason: string } | { state: 'dead'; reason: string } => {
  if (!retry) return { state: 'dead', reason };
  if (attempts >= mostAttempts) return { state: 'dead', reason: `tried ${attempts} times: ${reason}` };
  const backoff: Backoff = { initialMs, ...growth };
  return { state: 'waiting', dueAt: now + waitBefore(attempts, backoff, chance), reason };
};

/** @param status at that moment: the execution may have gone on since. */
export const factsOf = (execution: ExecutionView, moment: NotifyMoment, status: ExecutionStatus): NotifyFacts => {
  const { id, project, pipelineId, pipelineName, pipelineVersion, trigger, reason, startedAt, finishedAt } = execution;
  const ended = moment === 'start' ? {} : { reason, finishedAt };
  const known = Object.entries({ startedAt, ...ended }).filter(([, value]) => value !== undefined);
  return {
    executionId: id,
    project,
    pipelineId,
    pipelineName,
    pipelineVersion,
    moment,
    status,
    trigger,
    ...Object.fromEntries(known),
  };
};

const verbs: Partial<Record<ExecutionStatus, string>> = {
  success: 'succeeded',
  failed: 'failed',
  cancelled: 'was cancelled',
  timeout: 'took too long',
};

/** What happened, in one line. */
export const lineOf = ({ pipelineName, status, trigger }: NotifyFacts): string => {
  const { branch, tag, commit, pullRequest } = trigger;
  const place = pullRequest === undefined ? (branch ?? tag) : `pull request ${pullRequest}`;
  const on = place === undefined ? '' : ` on ${place}`;
  const at = commit === undefined ? '' : ` (${commit.slice(0, 8)})`;
  return `${pipelineName} ${verbs[status] ?? 'started'}${on}${at}`.replace(/\p{Cc}+/gu, ' ');
};

export const viewOf = ({ id, facts, target, attempts, dueAt, ...rest }: Notification): NotificationView => {
  const { executionId, pipelineName, moment } = facts;
  const { state, at, sentAt, reason } = rest;
  return {
    id,
    executionId,
    pipelineName,
    moment,
    kind: target.kind,
    target: nameOf(target),
    state,
    at,
    attempts,
    ...(state === 'waiting' ? { nextAt: isoTime(dueAt) } : {}),
    ...(sentAt === undefined ? {} : { sentAt }),
    ...(reason === undefined ? {} : { reason }),
  };
};
