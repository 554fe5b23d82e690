import { Type } from 'class-transformer';
import {
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
import { type ConnectorType, connectorTypes } from '../connectors.js';
import type { Finding } from '../finding.js';
import { type ExecutionId, IsSlug, IsSortableId, type PipelineId, type ProjectId } from '../ids.js';
import { IsFiles } from '../pipeline-files.js';
import { TriggerFacts } from '../plan.js';
import type { TriggerType } from '../words.js';
import { Message } from './message.js';
import { IsMap } from '../is-map.js';

export interface PipelineView {
  id: PipelineId;
  project: ProjectId;
  name: string;
  description?: string;
  /** Grows by one with each change of the file. */
  version: number;
  createdAt: string;
  /** When its current version was written, by whom, and what they said. */
  updatedAt: string;
  author: string;
  message?: string;
  /** Whether it can be triggered. */
  enabled: boolean;
  /** Since when it is not. */
  disabled?: { actor: string; at: string; reason?: string };
  /** Its name is free, and nothing starts it any more. */
  deleted?: { actor: string; at: string };
  /** What starts it, besides people and programs. */
  triggers: TriggerType[];
  stages: { name: string; parallel: boolean; steps: { name: string; connector: string }[] }[];
}

/** Creates the pipeline its file names, or gives it a new version when the text differs. */
export class ApplyPipeline extends Message {
  @IsSlug() project!: ProjectId;
  @IsString() yaml!: string;
  @Length(1, 200) author!: string;
  /** Texts of the files that its `include:` names, by path. */
  @IsOptional() @IsMap() @IsFiles() files?: Record<string, string>;
  /** What the new version is for. */
  @IsOptional() @Length(1, 500) message?: string;
}
export type ApplyPipelineReply =
  | { result: 'created' | 'updated' | 'unchanged'; pipeline: PipelineView; findings: Finding[] }
  | { result: 'invalid'; findings: Finding[] };

export class GetPipeline extends Message {
  @IsSortableId() pipelineId!: PipelineId;
}
export type GetPipelineReply = { result: 'found'; pipeline: PipelineView; yaml: string } | { result: 'missing' };

export const pipelineOrders = ['name', 'updated'] as const;
/** By name, or the newest change first. */
export type PipelineOrder = (typeof pipelineOrders)[number];

/** `after` is `next` of the page before, or a name where that is the order. */
export class ListPipelines extends Message {
  @IsOptional() @IsSlug() project?: ProjectId;
  /** A part of its name, in any case. */
  @IsOptional() @Length(1, 200) name?: string;
  @IsOptional() @IsBoolean() enabled?: boolean;
  /** With a step of it. */
  @IsOptional() @IsIn(connectorTypes) connector?: ConnectorType;
  /** Those that were deleted too. */
  @IsOptional() @IsBoolean() deleted?: boolean;
  /** Absent: by name. */
  @IsOptional() @IsIn(pipelineOrders) sort?: PipelineOrder;
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
  /** The one that was current when the trigger was accepted; absent: the one that is now, if it may be triggered. */
  @IsOptional() @IsInt() @Min(1) pipelineVersion?: number;
  @ValidateNested() @Type(() => TriggerFacts) trigger!: TriggerFacts;
  /** Laid over the environment of the file. */
  @IsMap() environment!: Record<string, string>;
  /** For the inputs the file asks for. */
  @IsOptional() @IsMap() inputs?: Record<string, string>;
}
export type RunPipelineReply =
  | { result: 'started'; executionId: ExecutionId }
  /** Nothing will ever run for this trigger. */
  | {
      result: 'refused';
      reason: 'unknown-pipeline' | 'invalid-pipeline' | 'bad-inputs' | 'pipeline-disabled' | 'pipeline-deleted';
      message: string;
    };
