import { IsIn, IsObject, IsOptional, IsString, Length, MaxLength } from 'class-validator';
import { IsSlug, type ExecutionId, type ProjectId } from '../ids.js';
import { type TriggerType, triggerTypes } from '../words.js';
import type { ExecutionStatus } from '../statuses.js';
import type { Finding } from '../finding.js';
import type { PipelineView } from '../messages/pipeline-messages.js';

/** `POST /api/ci/pipelines` */
export class ApplyPipelineBody {
  /** The text of the pipeline file. */
  @IsString() yaml!: string;
  @IsOptional() @IsSlug() project?: ProjectId;
}
export interface ApplyPipelineAnswer {
  result: 'created' | 'updated' | 'unchanged';
  pipeline: PipelineView;
  /** Warnings; errors are a 400. */
  findings: Finding[];
}

/** `POST /api/ci/pipelines/:id/trigger`; the spelling with underscores is this route's published form. */
export class TriggerBody {
  @IsOptional() @IsIn(triggerTypes) trigger_type?: TriggerType;
  @IsOptional() @IsString() @MaxLength(500) branch?: string;
  @IsOptional() @IsString() @MaxLength(100) commit_hash?: string;
  @IsOptional() @IsString() @MaxLength(2_000) repository?: string;
  /** Laid over the environment of the file: names to text. */
  @IsOptional() @IsObject() environment?: Record<string, string>;
}
export interface TriggerAnswer {
  execution_id: ExecutionId;
  message: string;
}

/** `POST /api/ci/executions/:id/cancel` */
export class CancelBody {
  @IsOptional() @Length(1, 500) reason?: string;
}

/** `status` is that of the execution now; what runs is being stopped. */
export interface CancelAnswer {
  execution_id: ExecutionId;
  status: ExecutionStatus;
  message: string;
}

/** `GET /api/healthchecker` */
export interface HealthAnswer {
  status: 'healthy' | 'unhealthy';
  version: string;
  checks: Record<string, { status: 'up' | 'down'; latencyMs: number; detail?: string }>;
}

export const errorCategories = [
  'validation',
  'authentication',
  'authorization',
  'external-service',
  'internal',
  'timeout',
] as const;
export type ErrorCategory = (typeof errorCategories)[number];

/** Every answer that is not a success. */
export interface ErrorAnswer {
  error: ErrorCategory;
  /** Stable lower-case word for programs, such as `unknown-execution`. */
  code: string;
  message: string;
  details?: { findings?: Finding[]; fields?: { field: string; message: string }[]; requestId?: string };
  suggestions: string[];
  timestamp: string;
}
