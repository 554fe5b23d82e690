import { Type } from 'class-transformer';
import {
  IsBooleanString,
  IsIn,
  IsInt,
  IsISO8601,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { type EventType, eventTypes } from '../events.js';
import { type ConnectorType, connectorTypes } from '../connectors.js';
import { feedCursor } from '../messages/execution-queries.js';
import { type PipelineOrder, pipelineOrders } from '../messages/pipeline-messages.js';
import {
  type AttemptId,
  type ExecutionId,
  IsAttemptId,
  IsSlug,
  IsSortableId,
  type PipelineId,
  type ProjectId,
  type StepId,
} from '../ids.js';
import { type ExecutionStatus, executionStatuses } from '../statuses.js';
import { type TriggerType, triggerTypes } from '../words.js';

export class PipelineParams {
  @IsSortableId() id!: PipelineId;
}

export class ExecutionParams {
  @IsSortableId() id!: ExecutionId;
}

/** `POST /api/ci/pipelines` with the file itself as the body. */
export class ApplyPipelineQuery {
  @IsOptional() @IsSlug() project?: ProjectId;
}

/** `GET /api/ci/pipelines`: `after` is `next` of the page before, or a name where that is the order. */
export class ListPipelinesQuery {
  @IsOptional() @IsSlug() project?: ProjectId;
  /** A part of its name, in any case. */
  @IsOptional() @IsString() @Length(1, 200) name?: string;
  @IsOptional() @IsIn(['true', 'false']) enabled?: 'true' | 'false';
  @IsOptional() @IsIn(connectorTypes) connector?: ConnectorType;
  @IsOptional() @IsIn(['true', 'false']) deleted?: 'true' | 'false';
  @IsOptional() @IsIn(pipelineOrders) sort?: PipelineOrder;
  @IsOptional() @IsString() @MaxLength(300) after?: string;
  @Type(() => Number) @IsInt() @Min(1) @Max(200) limit = 50;
}

/** `GET /api/ci/pipelines/:id/deliveries`: newest first. */
export class ListDeliveriesQuery {
  /** `next` of the page before. */
  @IsOptional() @Length(1, 400) before?: string;
  @Type(() => Number) @IsInt() @Min(1) @Max(200) limit = 50;
}

/** `GET /api/ci/executions`: newest first, those before `before`, or the nearest that are newer than `after`. */
export class ListExecutionsQuery {
  @IsOptional() @IsSlug() project?: ProjectId;
  @IsOptional() @IsSortableId() pipeline?: PipelineId;
  @IsOptional() @IsIn(executionStatuses) status?: ExecutionStatus;
  @IsOptional() @IsString() @Length(1, 500) branch?: string;
  @IsOptional() @IsIn(triggerTypes) trigger?: TriggerType;
  /** Who triggered it, by the whole name. */
  @IsOptional() @IsString() @Length(1, 200) author?: string;
  /** A part of the pipeline's name, of the branch or of the commit, in any case. */
  @IsOptional() @IsString() @Length(1, 200) text?: string;
  /** Created then or later. */
  @IsOptional() @IsISO8601() since?: string;
  /** Created before then. */
  @IsOptional() @IsISO8601() until?: string;
  @IsOptional() @IsSortableId() before?: ExecutionId;
  @IsOptional() @IsSortableId() after?: ExecutionId;
  @Type(() => Number) @IsInt() @Min(1) @Max(200) limit = 50;
}

/** `GET /api/ci/executions/:id`: as it is, or as it was after event number `at`. */
export class GetExecutionQuery {
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) at?: number;
}

/** `GET /api/ci/executions/:id/why` */
export class WhyQuery {
  @IsOptional() @IsSlug() step?: StepId;
}

/** `GET /api/ci/events` and `/api/ci/events/stream`: of all executions, by time. */
export class FeedQuery {
  @IsOptional() @IsSlug() project?: ProjectId;
  @IsOptional() @IsIn(eventTypes) type?: EventType;
  @IsOptional() @IsISO8601() since?: string;
  /** `next` of the page before. */
  @IsOptional() @Matches(feedCursor) after?: string;
  @Type(() => Number) @IsInt() @Min(1) @Max(1_000) limit = 200;
}

/** `GET /api/ci/executions/:id/events`: those with `rev > after`. */
export class ListEventsQuery {
  @Type(() => Number) @IsInt() @Min(0) after = 0;
  @Type(() => Number) @IsInt() @Min(1) @Max(1_000) limit = 500;
}

/** `GET /api/ci/executions/:id/logs`: one attempt's output from byte `offset`, or that of all attempts. */
export class ReadLogQuery {
  @IsOptional() @IsAttemptId() attempt?: AttemptId;
  @Type(() => Number) @IsInt() @Min(0) @Max(999_999_999_999) offset = 0;
  /** Bytes at most; of one attempt. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(999_999_999_999) limit?: number;
  /** The last lines of one attempt, as far as they lie in its last megabyte. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(10_000) tail?: number;
  /** To be kept as a file. */
  @IsOptional() @IsBooleanString() download?: string;
}

/** `GET /api/ci/executions/:id/logs/search`: lines of plain text, of one attempt or of all. */
export class SearchLogQuery {
  /** Found in any case. */
  @IsString() @Length(1, 200) q!: string;
  @IsOptional() @IsAttemptId() attempt?: AttemptId;
  @Type(() => Number) @IsInt() @Min(1) @Max(1_000) limit = 100;
}
export interface LogMatch {
  attempt: AttemptId;
  /** From 1. */
  line: number;
  /** Bytes of the output before the line. */
  offset: number;
  /** The line, or its part around what was found. */
  text: string;
}
export interface SearchLogAnswer {
  matches: LogMatch[];
  /** Why there may be more: as many as were asked for, or more output than is looked through at once. */
  stopped?: 'limit' | 'bytes';
  /** Bytes that were looked through. */
  bytes: number;
}

/** `GET /api/ci/executions/:id/stream`; the header `Last-Event-ID` is stronger than `after`. */
export class StreamQuery {
  @IsOptional() @IsBooleanString() logs?: string;
  /** With `logs`: the output of this attempt only. */
  @IsOptional() @IsAttemptId() attempt?: AttemptId;
  /** The rev of the last event the reader has. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(0) after?: number;
  /** Output the reader has already: `<attempt>:<bytes>`, with commas. */
  @IsOptional() @Length(1, 100_000) from?: string;
}
