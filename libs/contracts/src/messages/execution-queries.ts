import { IsIn, IsInt, IsISO8601, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import { type EventType, eventTypes, type YardEvent } from '../events.js';
import type { Cause, ExecutionSummary, ExecutionView } from '../execution-view.js';
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
import { Message } from './message.js';

export class GetExecution extends Message {
  @IsSortableId() executionId!: ExecutionId;
  /** As it was after this event; absent: as it is now, with the reason of every wait. */
  @IsOptional() @IsInt() @Min(1) at?: number;
}
export type GetExecutionReply = { result: 'found'; execution: ExecutionView } | { result: 'missing' };

/** Newest first: those older than `before`, or the nearest that are newer than `after`. */
export class ListExecutions extends Message {
  @IsOptional() @IsSlug() project?: ProjectId;
  @IsOptional() @IsSortableId() pipelineId?: PipelineId;
  @IsOptional() @IsIn(executionStatuses) status?: ExecutionStatus;
  @IsOptional() @IsSortableId() before?: ExecutionId;
  @IsInt() @Min(1) @Max(200) limit = 50;
  @IsOptional() @IsSortableId() after?: ExecutionId;
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
}
export interface ListExecutionsReply {
  executions: ExecutionSummary[];
  /** The id to ask `before`; absent on the last page. */
  next?: ExecutionId;
  /** The id to ask `after` for what is newer; absent when the page is empty. */
  previous?: ExecutionId;
}

/** Events of one execution in order, those with `rev > after`. */
export class ListEvents extends Message {
  @IsSortableId() executionId!: ExecutionId;
  @IsInt() @Min(0) after = 0;
  @IsInt() @Min(1) @Max(1_000) limit = 500;
}
export interface ListEventsReply {
  events: YardEvent[];
}

/** A place in the feed of all events: `<time>|<event id>`. */
export const feedCursor = /^\d{4}-\d\d-\d\dT[\d:.]{12}Z\|[0-9a-z]{26}:\d{9}$/;

/** Events of all executions by time, oldest first, from `since` on or after the cursor `after`. */
export class ReadFeed extends Message {
  @IsOptional() @IsSlug() project?: ProjectId;
  @IsOptional() @IsIn(eventTypes) type?: EventType;
  @IsOptional() @IsISO8601() since?: string;
  @IsOptional() @Matches(feedCursor) after?: string;
  @IsInt() @Min(1) @Max(1_000) limit = 200;
}
export interface ReadFeedReply {
  events: YardEvent[];
  /** To ask `after` for what follows; absent when nothing was found. */
  next?: string;
}

/** Why things are as they are: of one step, or of the execution and each step that waits or did not end well. */
export class ExplainExecution extends Message {
  @IsSortableId() executionId!: ExecutionId;
  @IsOptional() @IsSlug() stepId?: StepId;
}
export interface Explanation {
  /** Absent: of the execution itself. */
  stepId?: StepId;
  sentence: string;
  cause?: Cause;
}
export type ExplainReply =
  { result: 'found'; explanations: Explanation[] } | { result: 'missing'; what: 'execution' | 'step' };

/** How much one project has under way. */
export class ProjectLoad extends Message {
  @IsSlug() project!: ProjectId;
}
export interface ProjectLoadReply {
  /** Executions of which nothing has started yet. */
  queued: number;
  running: number;
}

/** A piece of one attempt's output from byte `offset` on. */
export class ReadLog extends Message {
  @IsAttemptId() attemptId!: AttemptId;
  @IsInt() @Min(0) offset = 0;
  /** The reply holds at most this many bytes, and at most half a megabyte. */
  @IsInt() @Min(1) @Max(524_288) limit = 262_144;
}
/** Headers of the reply, whose body is the raw bytes. */
export interface ReadLogFacts {
  /** Bytes stored without a gap from the start. */
  stored: number;
  /** Bytes of the whole output, known once the attempt has ended. */
  total?: number;
}
