import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import type { YardEvent } from '../events.js';
import type { ExecutionSummary, ExecutionView } from '../execution-view.js';
import {
  type AttemptId,
  type ExecutionId,
  IsAttemptId,
  IsSlug,
  IsSortableId,
  type PipelineId,
  type ProjectId,
} from '../ids.js';
import { type ExecutionStatus, executionStatuses } from '../statuses.js';
import { Message } from './message.js';

export class GetExecution extends Message {
  @IsSortableId() executionId!: ExecutionId;
}
export type GetExecutionReply = { result: 'found'; execution: ExecutionView } | { result: 'missing' };

/** Newest first. `before` is the id of the last row of the page before. */
export class ListExecutions extends Message {
  @IsOptional() @IsSlug() project?: ProjectId;
  @IsOptional() @IsSortableId() pipelineId?: PipelineId;
  @IsOptional() @IsIn(executionStatuses) status?: ExecutionStatus;
  @IsOptional() @IsSortableId() before?: ExecutionId;
  @IsInt() @Min(1) @Max(200) limit = 50;
}
export interface ListExecutionsReply {
  executions: ExecutionSummary[];
  /** The id to ask `before`; absent on the last page. */
  next?: ExecutionId;
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
