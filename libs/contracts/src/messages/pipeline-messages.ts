import { Type } from 'class-transformer';
import { IsInt, IsObject, IsOptional, IsString, Length, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import type { Finding } from '../finding.js';
import { type ExecutionId, IsSlug, IsSortableId, type PipelineId, type ProjectId } from '../ids.js';
import { TriggerFacts } from '../plan.js';
import { Message } from './message.js';

export interface PipelineView {
  id: PipelineId;
  project: ProjectId;
  name: string;
  description?: string;
  /** Grows by one with each change of the file. */
  version: number;
  createdAt: string;
  updatedAt: string;
  stages: { name: string; parallel: boolean; steps: { name: string; connector: string }[] }[];
}

/** Creates the pipeline its file names, or gives it a new version when the text differs. */
export class ApplyPipeline extends Message {
  @IsSlug() project!: ProjectId;
  @IsString() yaml!: string;
  @Length(1, 200) author!: string;
}
export type ApplyPipelineReply =
  | { result: 'created' | 'updated' | 'unchanged'; pipeline: PipelineView; findings: Finding[] }
  | { result: 'invalid'; findings: Finding[] };

export class GetPipeline extends Message {
  @IsSortableId() pipelineId!: PipelineId;
}
export type GetPipelineReply = { result: 'found'; pipeline: PipelineView; yaml: string } | { result: 'missing' };

/** By name. `after` is a name, or `next` of the page before. */
export class ListPipelines extends Message {
  @IsOptional() @IsSlug() project?: ProjectId;
  @IsOptional() @IsString() @MaxLength(300) after?: string;
  @IsInt() @Min(1) @Max(200) limit = 50;
}
export interface ListPipelinesReply {
  pipelines: PipelineView[];
  next?: string;
}

/** Turns an accepted trigger into an execution. The same execution id again changes nothing. */
export class RunPipeline extends Message {
  @IsSortableId() executionId!: ExecutionId;
  @IsSortableId() pipelineId!: PipelineId;
  @ValidateNested() @Type(() => TriggerFacts) trigger!: TriggerFacts;
  /** Laid over the environment of the file. */
  @IsObject() environment!: Record<string, string>;
  /** For the inputs the file asks for. */
  @IsOptional() @IsObject() inputs?: Record<string, string>;
}
export type RunPipelineReply =
  | { result: 'started'; executionId: ExecutionId }
  /** Nothing will ever run for this trigger. */
  | { result: 'refused'; reason: 'unknown-pipeline' | 'invalid-pipeline' | 'bad-inputs'; message: string };
