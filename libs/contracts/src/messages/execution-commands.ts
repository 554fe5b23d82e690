import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsUUID,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { type ConnectorType, connectorTypes } from '../connectors.js';
import {
  type AttemptId,
  type ExecutionId,
  IsAttemptId,
  IsSlug,
  IsSortableId,
  type Pool,
  type ProjectId,
  type SessionId,
  type StepId,
} from '../ids.js';
import type { ArtifactPlan, CachePlan, MemoPlan, ServicePlan, SourcePlan } from '../material.js';
import { Outcome } from '../outcome.js';
import { ExecutionPlan, TriggerFacts } from '../plan.js';
import { IsSealingKey } from '../secrets.js';
import type { ExecutionStatus, StepStatus } from '../statuses.js';
import type { PortPlan } from '../step-ports.js';
import { Message } from './message.js';

/** Creates one execution. The id comes from the trigger, so a second call changes nothing. */
export class CreateExecution extends Message {
  @IsSortableId() executionId!: ExecutionId;
  @ValidateNested() @Type(() => ExecutionPlan) plan!: ExecutionPlan;
  @ValidateNested() @Type(() => TriggerFacts) trigger!: TriggerFacts;
}
export interface CreateExecutionReply {
  result: 'created' | 'exists';
  executionId: ExecutionId;
}

/** Asks for the right to run an attempt. The same nonce gets the same answer. */
export class ClaimAttempt extends Message {
  @IsAttemptId() attemptId!: AttemptId;
  @IsUUID() session!: SessionId;
  @Length(16, 64) nonce!: string;
  /** Of the session, for what only it may read: an X25519 key, 32 bytes as base64url. */
  @IsOptional() @IsSealingKey() sealingKey?: string;
}
/** All a connector needs to run one attempt. */
export interface Grant {
  attemptId: AttemptId;
  project: ProjectId;
  executionId: ExecutionId;
  stepId: StepId;
  stepName: string;
  config: Record<string, unknown>;
  environment: Record<string, string>;
  /** More variables, as an object of JSON, sealed for the session's key and bound to the attempt's id. */
  sealedSecrets?: string;
  /** The step is stopped after this long. */
  timeoutMs?: number;
  /** The workspace begins as a copy of this execution's, where it is still there. */
  workspaceOf?: ExecutionId;
  /** The worker side stops the step when no beat was answered for this long. */
  leaseMs: number;
  services?: ServicePlan[];
  artifacts?: ArtifactPlan[];
  caches?: CachePlan[];
  memo?: MemoPlan;
  ports?: PortPlan[];
  /** Names of the variables that hold secrets. */
  secretNames?: string[];
  source?: SourcePlan;
  /** `own`: an empty folder, not the one that all steps of the execution share. */
  workspace?: 'own';
  /** Another step may have changed the shared workspace elsewhere: what this machine does not have is fetched. */
  restoreWorkspace?: boolean;
  /** Another step may need the shared workspace elsewhere: what this one changed is kept. */
  keepWorkspace?: boolean;
  /** Of a run that anybody may have started, such as a pull request from a fork: what it writes, no other run trusts. */
  untrusted?: boolean;
}
export type ClaimReply = { result: 'granted'; grant: Grant } | { result: 'refused'; reason: RefusalReason };

export const refusalReasons = [
  'unknown-execution',
  'unknown-attempt',
  'not-queued',
  'claimed-by-another',
  'not-running',
  'already-final',
  'other-session',
  'paused',
  'not-ended',
  'nothing-failed',
  'unknown-step',
  'not-held',
  'not-allowed',
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/** One beat per session: what it runs, and which executions' workspaces it holds. */
export class Beat extends Message {
  @IsUUID() session!: SessionId;
  @IsIn(connectorTypes) connector!: ConnectorType;
  @IsSlug() pool!: Pool;
  @Length(1, 255) host!: string;
  /** Of its data directory, also after a restart: sessions of one machine find the same workspaces. */
  @IsOptional() @Length(1, 100) machine?: string;
  /** Attempts it can run at once. */
  @IsInt() @Min(1) @Max(10_000) slots!: number;
  @IsArray() @ArrayMaxSize(10_000) @IsAttemptId({ each: true }) running!: AttemptId[];
  @IsArray() @ArrayMaxSize(10_000) @IsSortableId({ each: true }) workspaces!: ExecutionId[];
  /** It takes no new steps, because it was told so. */
  @IsOptional() @IsBoolean() drained?: boolean;
}
export interface BeatReply {
  /** Attempts to stop now. */
  cancel: AttemptId[];
  /** Attempts that belong to somebody else now: stop them and report nothing. */
  fenced: AttemptId[];
  /** Executions that have ended: their workspaces may go. */
  release: ExecutionId[];
  /** Take no new steps; absent: take them. */
  drain?: boolean;
}

/** The end of an attempt. Repeated until the reply is final and the log is whole. */
export class ReportAttempt extends Message {
  @IsAttemptId() attemptId!: AttemptId;
  @IsUUID() session!: SessionId;
  @Length(16, 64) nonce!: string;
  @ValidateNested() @Type(() => Outcome) outcome!: Outcome;
}
export type ReportReply =
  /** `logStored`: bytes stored without a gap from the start. */
  { result: 'ok'; logStored: number } | { result: 'fenced' } | { result: 'refused'; reason: RefusalReason };

export class AdoptedAttempt {
  @IsAttemptId() attemptId!: AttemptId;
  @Length(16, 64) nonce!: string;
}
/** A restarted connector names what its journal lists, under its new session. */
export class AdoptAttempts extends Message {
  @IsUUID() session!: SessionId;
  @IsIn(connectorTypes) connector!: ConnectorType;
  @IsArray()
  @ArrayMaxSize(10_000)
  @ValidateNested({ each: true })
  @Type(() => AdoptedAttempt)
  attempts!: AdoptedAttempt[];
}
export interface AdoptReply {
  kept: AttemptId[];
  /** Not this connector's any more: stop them and report nothing. */
  fenced: AttemptId[];
  /** Of those kept: bytes of output stored without a gap from the start. Nothing said = none. */
  logStored?: Record<AttemptId, number>;
}

/** Asks for the end of an execution. Asking twice is harmless. */
export class CancelExecution extends Message {
  @IsSortableId() executionId!: ExecutionId;
  @Length(1, 200) actor!: string;
  @IsOptional() @MaxLength(500) reason?: string;
  /** Clean-up steps, which run after a cancel too, are ended as well. */
  @IsOptional() @IsBoolean() force?: boolean;
}
export type CancelReply = { result: 'ok'; status: ExecutionStatus } | { result: 'refused'; reason: RefusalReason };

/** One person's word on a held step. The same word again is harmless. */
export class ReviewStep extends Message {
  @IsSortableId() executionId!: ExecutionId;
  @IsSlug() stepId!: StepId;
  @Length(1, 200) actor!: string;
  @IsIn(['approve', 'reject']) verdict!: 'approve' | 'reject';
  @IsOptional() @Length(1, 500) comment?: string;
}
export type ReviewReply =
  /** `missing`: approvals still wanted. */
  { result: 'ok'; status: StepStatus; missing: number } | { result: 'refused'; reason: RefusalReason };

/** Repeats an ended execution under a new id; what ended well is kept. The same id again changes nothing. */
export class RerunExecution extends Message {
  /** Of the new execution. */
  @IsSortableId() executionId!: ExecutionId;
  /** The one that is repeated. */
  @IsSortableId() source!: ExecutionId;
  /** This step and all that come after it; absent: what did not end well, and all that come after it. */
  @IsOptional() @IsSlug() fromStep?: StepId;
  @Length(1, 200) actor!: string;
  /** From the start, whatever ended well; without `fromStep`. */
  @IsOptional() @IsBoolean() all?: boolean;
}
export type RerunReply =
  { result: 'created' | 'exists'; executionId: ExecutionId } | { result: 'refused'; reason: RefusalReason };

/** Starts nothing more until it is resumed; what runs goes on. */
export class PauseExecution extends Message {
  @IsSortableId() executionId!: ExecutionId;
  @Length(1, 200) actor!: string;
  @IsOptional() @Length(1, 500) reason?: string;
}
export class ResumeExecution extends Message {
  @IsSortableId() executionId!: ExecutionId;
  @Length(1, 200) actor!: string;
}
export type PauseReply = CancelReply;

/** What travels to a connector's session on its control subject; a lost one is repeated by the next beat. */
export class Control extends Message {
  /** `beat`: there is news, which the answer to a beat has. */
  @IsIn(['cancel', 'release', 'beat']) kind!: 'cancel' | 'release' | 'beat';
  @IsOptional() @IsAttemptId() attemptId?: AttemptId;
  @IsOptional() @IsSortableId() executionId?: ExecutionId;
}

/** Rings for one attempt. Never carries anything worth stealing. */
export class Bell extends Message {
  @IsAttemptId() attemptId!: AttemptId;
  @IsOptional() @Matches(/^[0-9a-f-]{55}$/) traceparent?: string;
}
