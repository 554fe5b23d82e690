import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { IsSlug, IsSortableId, type ProjectId } from '../ids.js';
import type { PipelineOutcome } from '../messages/project-deliveries.js';

/** The doors of a project for what comes from outside. */
export const hookDoors = ['github', 'gitlab', 'generic'] as const;
export type HookDoor = (typeof hookDoors)[number];

/** `waiting`: stored, and not handed over yet. */
export const hookOutcomes = ['waiting', 'started', 'skipped', 'refused'] as const;
export type HookOutcome = (typeof hookOutcomes)[number];

/** `POST /api/webhooks/github` and `/gitlab`: of which project; `default` unless told. */
export class HookQuery {
  @IsOptional() @IsSlug() project?: ProjectId;
}

/** `POST /api/webhooks/generic/:token`: the token says which project. */
export class GenericHookParams {
  @Matches(/^[\w-]{1,100}$/) token!: string;
}

/** What a sender is told once a delivery is stored. */
export interface HookAnswer {
  /** Of the delivery in the journal. */
  delivery: string;
  /** It came before; nothing new starts. */
  repeated: boolean;
  message: string;
}

/** A delivery in the journal of a project. */
export interface HookDeliveryView {
  id: string;
  project: ProjectId;
  door: HookDoor;
  /** As its sender numbers it. */
  senderId?: string;
  at: string;
  /** As its sender names it, such as `push`. */
  event: string;
  repository?: string;
  branch?: string;
  tag?: string;
  actor: string;
  outcome: HookOutcome;
  /** Why nothing runs, or why it waits. */
  reason?: string;
  /** Those of its pipelines that had to do with it. */
  pipelines: PipelineOutcome[];
  /** The delivery that this one repeats. */
  replayOf?: string;
}

/** One delivery, with what came. */
export interface HookDeliveryDetail extends HookDeliveryView {
  /** As text, without what is or may be a secret, and cut where it is long. */
  payload: string;
  /** As it came. */
  payloadBytes: number;
}

export class HookDeliveryParams {
  @IsSortableId() id!: string;
}

/** `GET /api/webhooks/deliveries`: newest first. */
export class ListHookDeliveriesQuery {
  @IsOptional() @IsSlug() project?: ProjectId;
  @IsOptional() @IsIn(hookOutcomes) outcome?: HookOutcome;
  /** `next` of the page before. */
  @IsOptional() @IsSortableId() before?: string;
  @Type(() => Number) @IsInt() @Min(1) @Max(200) limit = 50;
}
export interface ListHookDeliveriesReply {
  deliveries: HookDeliveryView[];
  next?: string;
}

export interface ProjectWebhookTokenAnswer {
  /** Shown once. */
  token: string;
  /** Whether one was there, which is of no use any more. */
  replaced: boolean;
  /** Where senders post to. */
  paths: { github: string; gitlab: string; generic: string };
  message: string;
}
