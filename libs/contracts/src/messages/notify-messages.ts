import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  Length,
  Max,
  Min,
} from 'class-validator';
import { type ExecutionId, IsSlug, type ProjectId } from '../ids.js';
import { Message } from './message.js';
import { IsMap } from '../is-map.js';

/** By what people are told. */
export const notifyKinds = ['email', 'slack', 'webhook', 'github'] as const;
export type NotifyKind = (typeof notifyKinds)[number];

/** Of what: an execution started, ended well, or did not. */
export const notifyMoments = ['start', 'success', 'failure'] as const;
export type NotifyMoment = (typeof notifyMoments)[number];

/** `waiting`: not sent yet; `dead`: it will not be sent any more, and the reason says why. */
export const notificationStates = ['waiting', 'sent', 'dead'] as const;
export type NotificationState = (typeof notificationStates)[number];

/** Targets one project may have. */
export const mostNotifyTargets = 50;

/** Has people told of all executions of a project; the same name again changes whom. */
export class PutNotifyTarget extends Message {
  @IsSlug() project!: ProjectId;
  @IsSlug() name!: string;
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(3) @ArrayUnique() @IsIn(notifyMoments, { each: true }) on!: NotifyMoment[];
  @IsIn(notifyKinds) target!: NotifyKind;
  /** What that reads, with the keys that `notifications:` of a pipeline file has. */
  @IsMap() config!: Record<string, unknown>;
  @Length(1, 200) actor!: string;
}

export interface NotifyTargetView {
  project: ProjectId;
  name: string;
  on: NotifyMoment[];
  target: NotifyKind;
  config: Record<string, unknown>;
  author: string;
  at: string;
}
export type ChangeNotifyTargetReply =
  | { result: 'created' | 'updated' | 'deleted'; target: NotifyTargetView }
  | { result: 'missing' }
  | { result: 'bad-config'; message: string; suggestion: string }
  | { result: 'too-many'; most: number };

export class RemoveNotifyTarget extends Message {
  @IsSlug() project!: ProjectId;
  @IsSlug() name!: string;
}

/** By name. */
export class ListNotifyTargets extends Message {
  @IsSlug() project!: ProjectId;
}
export interface ListNotifyTargetsReply {
  targets: NotifyTargetView[];
}

/** What people were told, or not. Newest first; `before` is `next` of the page before. */
export class ListNotifications extends Message {
  @IsSlug() project!: ProjectId;
  @IsOptional() @IsIn(notificationStates) state?: NotificationState;
  @IsOptional() @Length(1, 400) before?: string;
  @IsInt() @Min(1) @Max(200) limit = 50;
}

export interface NotificationView {
  id: string;
  executionId: ExecutionId;
  pipelineName: string;
  moment: NotifyMoment;
  kind: NotifyKind;
  /** Whom, in words. */
  target: string;
  state: NotificationState;
  at: string;
  /** Tries so far. */
  attempts: number;
  /** The next try. */
  nextAt?: string;
  sentAt?: string;
  /** Why the last try failed, or why there is none any more. */
  reason?: string;
}
export interface ListNotificationsReply {
  notifications: NotificationView[];
  next?: string;
}
