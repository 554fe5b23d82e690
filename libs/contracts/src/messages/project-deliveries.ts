import { Type } from 'class-transformer';
import { IsInt, IsString, Length, MaxLength, Min, ValidateNested } from 'class-validator';
import { type ExecutionId, IsSlug, type PipelineId, type ProjectId } from '../ids.js';
import { Message } from './message.js';
import { type DeliveryDecision, mostPayloadBytes, WebhookEvent } from './trigger-messages.js';

/**
 * Gives what came to a whole project to each of its pipelines that has to do with it. The same delivery again changes
 * nothing.
 */
export class DeliverToProject extends Message {
  @IsSlug() project!: ProjectId;
  /** Unique among all that comes to the project. */
  @Length(1, 200) deliveryId!: string;
  @ValidateNested() @Type(() => WebhookEvent) event!: WebhookEvent;
  /** What came, as text; steps read it as `YARD_PAYLOAD`. */
  @IsString() @MaxLength(mostPayloadBytes) payload!: string;
  /** How long it was before it was cut to fit. */
  @IsInt() @Min(0) payloadBytes!: number;
}

/** What one pipeline made of a delivery. */
export interface PipelineOutcome {
  pipelineId: PipelineId;
  pipelineName: string;
  decision: DeliveryDecision;
  /** Why nothing runs, or what is to be known of what does. */
  reason?: string;
  executionId?: ExecutionId;
}

/** Pipelines that a reply names; what started something comes first. */
export const mostOutcomes = 200;

export interface DeliverToProjectReply {
  outcomes: PipelineOutcome[];
  /** Further pipelines, which are not named. */
  more: number;
}
