import type {
  EventType,
  ExecutionId,
  ExecutionView,
  NotificationState,
  NotifyTargetView,
  PipelineId,
  ProjectId,
} from '@switchyard/contracts';
import type { Millis } from '@switchyard/kernel';
import type { Moment } from '../../domain/notify/moment-in.js';
import type { Notification } from '../../domain/notify/notification.js';
import type { NotifyTarget } from '../../domain/notify/target.js';

/** Who was told of what, and who is still to be told. */
export abstract class Notifications {
  /** Durable when it resolves. @returns false when it is there already. */
  abstract add(notification: Notification): Promise<boolean>;
  /** Takes one for a try, until `until`. @returns undefined when somebody else has it, or nothing is left to do. */
  abstract take(id: string, now: Millis, until: Millis): Promise<Notification | undefined>;
  /** After the try of that number; a later one has its own word. */
  abstract settle(
    taken: Pick<Notification, 'id' | 'attempts'>,
    outcome: Pick<Notification, 'state'> & Partial<Pick<Notification, 'dueAt' | 'reason' | 'sentAt'>>,
  ): Promise<void>;
  /** Those that are due, oldest first. */
  abstract due(now: Millis, limit: number): Promise<Notification[]>;
  /** When the first of all is due, which may have passed; undefined when none waits. */
  abstract next(): Promise<Millis | undefined>;
  abstract has(ids: string[]): Promise<boolean>;
  /** Newest first; `next` leads to what is older. */
  abstract list(
    project: ProjectId,
    page: { state?: NotificationState; before?: string; limit: number },
  ): Promise<{ notifications: Notification[]; next?: string }>;
}

/** Whom projects want to have told of all of their executions. */
export abstract class NotifyTargets {
  abstract list(project: ProjectId): Promise<NotifyTargetView[]>;
  /** @returns whether one of that name was there. */
  abstract put(target: NotifyTargetView): Promise<boolean>;
  /** @returns what was there. */
  abstract remove(project: ProjectId, name: string): Promise<NotifyTargetView | undefined>;
  /** Whether any project, or this one, has one. */
  abstract any(project?: ProjectId): Promise<boolean>;
}

/** What the execution service knows of moments. */
export abstract class Moments {
  /** In their order, from a time or behind the place where an earlier look stopped. */
  abstract read(
    type: Extract<EventType, 'execution.started' | 'execution.finished'>,
    from: { since: Millis } | { after: string },
    limit: number,
  ): Promise<{ moments: Moment[]; next?: string }>;
  abstract execution(id: ExecutionId): Promise<ExecutionView | undefined>;
}

/** Secrets of projects, for what is signed or addressed with them. */
export abstract class NotifySecrets {
  /** @returns undefined when there is none of that name, or it does not open. */
  abstract read(project: ProjectId, pipelineId: PipelineId, name: string): Promise<string | undefined>;
}

/** Tells one kind of target. */
export abstract class Sender<Kind extends NotifyTarget['kind'] = NotifyTarget['kind']> {
  /**
   * Resolves when the other side has it.
   * @param secret what the target's secret holds
   * @throws Fault which says whether a retry can help; its message has no secret in it
   */
  abstract send(
    notification: Notification & { target: Extract<NotifyTarget, { kind: Kind }> },
    secret: string | undefined,
  ): Promise<void>;
}

export type Senders = { [Kind in NotifyTarget['kind']]: Sender<Kind> };
