import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { type ExecutionId, IsSortableId, type PipelineId } from '../ids.js';
import type { TriggerFacts } from '../plan.js';
import { Message } from './message.js';
import type { PipelineView } from './pipeline-messages.js';
import { IsMap } from '../is-map.js';

export const webhookKinds = ['push', 'tag', 'pull_request', 'other'] as const;
export type WebhookKind = (typeof webhookKinds)[number];

/** Files of one event that are looked at; of more, only that there are more. */
export const mostChangedPaths = 2_000;
/** Bytes of a payload that reach steps at most. */
export const mostPayloadBytes = 65_536;

/** What came to the webhook of a pipeline, whoever sent it, in one shape. */
export class WebhookEvent {
  @IsIn(webhookKinds) kind!: WebhookKind;
  /** As its sender names it, such as `push` or `release.published`. */
  @Length(1, 200) event!: string;
  /** Of a pull request: opened, synchronize, reopened, closed, merged and the like. */
  @IsOptional() @Length(1, 100) action?: string;
  /** Of a pull request: where its commits are. */
  @IsOptional() @Length(1, 500) branch?: string;
  @IsOptional() @Length(1, 500) tag?: string;
  @IsOptional() @Length(1, 100) commit?: string;
  @IsOptional() @Length(1, 2_000) repository?: string;
  @IsOptional() @Length(1, 500) targetBranch?: string;
  @IsOptional() @IsInt() @Min(1) pullRequest?: number;
  @IsOptional() @Length(1, 1_000) title?: string;
  /** Of a pull request: it comes from another repository than the one it wants to change, or nobody knows. */
  @IsOptional() @IsBoolean() fork?: boolean;
  /** The branch or tag is gone now. */
  @IsOptional() @IsBoolean() deleted?: boolean;
  /** Files that changed; absent: the sender does not say. */
  @IsOptional() @IsArray() @ArrayMaxSize(mostChangedPaths) @Length(1, 1_000, { each: true }) paths?: string[];
  /** More files changed than `paths` has. */
  @IsOptional() @IsBoolean() morePaths?: boolean;
  /** Who did it, as shown to people. */
  @Length(1, 200) actor!: string;
}

/** Decides whether what came to a webhook starts the pipeline. The same delivery again changes nothing. */
export class DeliverEvent extends Message {
  @IsSortableId() pipelineId!: PipelineId;
  /** The sender's own, or a new one. */
  @Length(1, 200) deliveryId!: string;
  @ValidateNested() @Type(() => WebhookEvent) event!: WebhookEvent;
  /** What came, as text; steps read it as `YARD_PAYLOAD`. */
  @IsString() @MaxLength(mostPayloadBytes) payload!: string;
  /** How long it was before it was cut to fit. */
  @IsInt() @Min(0) payloadBytes!: number;
}
export type DeliverEventReply =
  { result: 'taken'; delivery: DeliveryView; repeated: boolean } | { result: 'unknown-pipeline' };

export const deliverySources = ['webhook', 'schedule', 'pipeline'] as const;
export type DeliverySource = (typeof deliverySources)[number];

/** `accepted` becomes `started`, or `refused` where nothing can ever run; `skipped` is an answer too. */
export const deliveryDecisions = ['accepted', 'started', 'skipped', 'refused'] as const;
export type DeliveryDecision = (typeof deliveryDecisions)[number];

/** Something that came to a pipeline by itself, and what was decided about it. */
export interface DeliveryView {
  /** Unique: what comes again under it is the same. */
  id: string;
  at: string;
  source: DeliverySource;
  /** By which it was decided, and which runs. */
  pipelineVersion?: number;
  /** In words, such as `push to main`. */
  what: string;
  decision: DeliveryDecision;
  /** Why nothing runs, or what is to be known of what does. */
  reason?: string;
  executionId?: ExecutionId;
  trigger?: TriggerFacts;
}

/** Newest first. `before` is `next` of the page before. */
export class ListDeliveries extends Message {
  @IsSortableId() pipelineId!: PipelineId;
  @IsOptional() @Length(1, 400) before?: string;
  @IsInt() @Min(1) @Max(200) limit = 50;
}
export interface ListDeliveriesReply {
  deliveries: DeliveryView[];
  next?: string;
}

/** Checks what a trigger by hand gives for the inputs of a pipeline, before it is accepted. */
export class CheckInputs extends Message {
  @IsSortableId() pipelineId!: PipelineId;
  @IsMap() inputs!: Record<string, unknown>;
  /** Of the trigger, where it names one. */
  @IsOptional() @IsString() @MaxLength(2_000) repository?: string;
}
/** What is wrong with one input, or with the repository of the trigger. */
export interface InputMistake {
  /** Empty: the repository of the trigger. */
  input: string;
  message: string;
  /** What would be right. */
  suggestion: string;
}
/** What a trigger would start, as it is now. */
export type CheckedPipeline = Pick<PipelineView, 'project' | 'name' | 'version' | 'disabled' | 'deleted'>;
/** An earlier release leaves `pipeline` out. */
export type CheckInputsReply =
  /** As text, with the defaults filled in. */
  | { result: 'ok'; inputs: Record<string, string>; pipeline?: CheckedPipeline }
  | { result: 'bad-inputs'; mistakes: InputMistake[]; pipeline?: CheckedPipeline }
  | { result: 'missing' };
