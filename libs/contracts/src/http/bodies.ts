import { IsBoolean, IsIn, IsOptional, IsString, Length, MaxLength } from 'class-validator';
import { IsSlug, type ExecutionId, type ProjectId, type StepId } from '../ids.js';
import { type TriggerType, triggerTypes } from '../words.js';
import type { ExecutionStatus, StepStatus } from '../statuses.js';
import type { Explanation } from '../messages/execution-queries.js';
import type { Finding } from '../finding.js';
import { IsFiles } from '../pipeline-files.js';
import type { PipelineView } from '../messages/pipeline-messages.js';
import { IsMap } from '../is-map.js';

/** `POST /api/ci/pipelines` */
export class ApplyPipelineBody {
  /** The text of the pipeline file. */
  @IsString() yaml!: string;
  /** Texts of the files that its `include:` names, by path. */
  @IsOptional() @IsMap() @IsFiles() files?: Record<string, string>;
  @IsOptional() @IsSlug() project?: ProjectId;
  /** What the new version is for. */
  @IsOptional() @Length(1, 500) message?: string;
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
  @IsOptional() @IsMap() environment?: Record<string, string>;
  /** For the inputs the file asks for: names to text, numbers or switches. */
  @IsOptional() @IsMap() inputs?: Record<string, unknown>;
}
export interface TriggerAnswer {
  execution_id: ExecutionId;
  message: string;
}

/** `POST /api/ci/pipelines/:id/webhook` */
export interface WebhookAnswer {
  /** Absent when nothing runs. */
  execution_id?: ExecutionId;
  message: string;
  skipped?: true;
  /** The rule by which nothing runs. */
  reason?: string;
}

/** `POST /api/ci/pipelines/:id/webhook-token`. It is shown this once. */
export interface WebhookTokenAnswer {
  token: string;
  /** Whether there was one before, which is of no use any more. */
  replaced: boolean;
  /** What to enter where events are sent from. */
  path: string;
  message: string;
}

/** `POST /api/ci/executions/:id/cancel` */
export class CancelBody {
  @IsOptional() @Length(1, 500) reason?: string;
  /** Clean-up steps too. */
  @IsOptional() @IsBoolean() force?: boolean;
}

/** `POST /api/ci/executions/:id/rerun`; answered as a trigger is. */
export class RerunBody {
  /** A step's id; absent: from what did not end well. */
  @IsOptional() @IsSlug() from_step?: StepId;
  /** Everything, whatever ended well; without `from_step`. */
  @IsOptional() @IsBoolean() all?: boolean;
}

/** `POST /api/ci/executions/:id/approve` and `/reject` */
export class ReviewBody {
  @IsSlug() step!: StepId;
  @IsOptional() @Length(1, 500) comment?: string;
}
/** `missing`: approvals still wanted. */
export interface ReviewAnswer {
  execution_id: ExecutionId;
  step: StepId;
  status: StepStatus;
  missing: number;
  message: string;
}

/** `POST /api/ci/executions/:id/pause`; `/resume` has no body. */
export class PauseBody {
  @IsOptional() @Length(1, 500) reason?: string;
}

/** `GET /api/ci/executions/:id/why` */
export interface WhyAnswer {
  explanations: Explanation[];
}

/** `GET /api/ci/executions/:id/trace` */
export interface TraceAnswer {
  /** 32 hexadecimal digits (w3.org/TR/trace-context); absent: it has none. */
  traceId?: string;
  /** Where people can look at it; absent: nobody said where that is. */
  url?: string;
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
  details?: {
    findings?: Finding[];
    fields?: { field: string; message: string }[];
    /** Which limit was exceeded. */
    limit?: { name: string; most: number; seen: number };
    requestId?: string;
  };
  suggestions: string[];
  timestamp: string;
  /** What the log of the gateway has more under; also in the header `Yard-Request-Id`. */
  requestId?: string;
}
