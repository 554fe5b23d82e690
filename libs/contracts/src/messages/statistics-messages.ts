import { ArrayMaxSize, ArrayMinSize, IsArray, IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { type ExecutionId, IsSlug, IsSortableId, type PipelineId, type ProjectId, type StepId } from '../ids.js';
import type { ExecutionStatus } from '../statuses.js';
import { Message } from './message.js';

/** Days that can be looked back over at once. */
export const mostStatisticsDays = 90;
/** Pipelines whose last executions can be asked for at once. */
export const mostLatestPipelines = 200;

/** How the executions of a pipeline, of a project, or of all have been, over days that end now. */
export class ReadStatistics extends Message {
  @IsOptional() @IsSlug() project?: ProjectId;
  @IsOptional() @IsSortableId() pipelineId?: PipelineId;
  @IsInt() @Min(1) @Max(mostStatisticsDays) days = 30;
}

/** Milliseconds, by nearest rank: half, and 95 of 100, took no longer. */
export interface Percentiles {
  p50: number;
  p95: number;
}

/** Executions by how they ended; those that have not ended are not counted. */
export interface RunCounts {
  runs: number;
  success: number;
  failed: number;
  timeout: number;
  cancelled: number;
}

export interface Figures extends RunCounts {
  /** Successes among those that ended well or badly, 0 to 1; absent where there are none. Cancelled ones say nothing. */
  successRate?: number;
  /** From the start of the first step to the end, of those that were not cancelled. */
  duration?: Percentiles;
  /** From the trigger to the start of the first step. */
  queue?: Percentiles;
}

export interface DayFigures extends Figures {
  /** In UTC: `2026-11-27`. */
  day: string;
}

export interface StepFigures {
  pipelineId: PipelineId;
  pipelineName: string;
  stepId: StepId;
  name: string;
  /** Executions in which it ran. */
  runs: number;
  duration?: Percentiles;
  /** Different things it ran for: the same version, repository, commit and inputs are one. */
  cases: number;
  /** Those for which it has both failed and succeeded, in one execution or in several. */
  flaky: number;
}

export interface Statistics extends Figures {
  since: string;
  until: string;
  /** Absent: everything since then is counted; else the newest ones only, this many. */
  newest?: number;
  /** Oldest first; every day of the period. */
  perDay: DayFigures[];
  /** By how long half of their runs took, the longest first. */
  slowest: StepFigures[];
  /** Those that are flaky at all, the most often first. */
  flakiest: StepFigures[];
}

/** The last executions of several pipelines, of one branch where it is named. */
export class LatestExecutions extends Message {
  @IsOptional() @IsSlug() project?: ProjectId;
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(mostLatestPipelines)
  @IsSortableId({ each: true })
  pipelineIds!: PipelineId[];
  @IsOptional() @IsString() @Length(1, 500) branch?: string;
  /** Of each pipeline. */
  @IsInt() @Min(1) @Max(50) limit = 20;
}

export interface LatestRun {
  id: ExecutionId;
  status: ExecutionStatus;
  createdAt: string;
  /** Milliseconds from the start of the first step to the end. */
  ms?: number;
  branch?: string;
}

export interface LatestOfPipeline {
  pipelineId: PipelineId;
  /** Newest first; those that have not ended are among them. */
  runs: LatestRun[];
}

export interface LatestExecutionsReply {
  /** Of those that were named and have any. */
  pipelines: LatestOfPipeline[];
}
