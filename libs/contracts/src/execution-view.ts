import type { AttemptId, ExecutionId, PipelineId, Pool, ProjectId, SessionId, StepId } from './ids.js';
import type { ConnectorType } from './connectors.js';
import type { ReportTotals } from './artifacts.js';
import type { TriggerFacts } from './plan.js';
import type { AttemptStatus, ExecutionStatus, FailureClass, StepStatus } from './statuses.js';
import type { PortNote } from './step-ports.js';
import type { When } from './words.js';

/** What a wait or an end comes from. */
export const causeKinds = [
  /** A step that has not ended, or ended badly; `ref` is its id. */
  'step',
  /** A stage; `ref` is its id. */
  'stage',
  /** A concurrency group; `ref` is its name. */
  'group',
  /** No free slot, or nobody there; `ref` is `<connector>/<pool>`. */
  'pool',
  'approval',
  /** An expression; `ref` is its text. */
  'condition',
  'retry',
  /** Somebody's doing; `ref` is who. */
  'actor',
  'timeout',
  /** What it ran itself; `ref` is the attempt. */
  'attempt',
  /** Another execution; `ref` is its id. */
  'execution',
  /** A rule of the pipeline or the platform; `ref` is its name. */
  'policy',
  /** As many cells of its matrix as may run at once do; `ref` is the matrix. */
  'matrix',
] as const;
export interface Cause {
  kind: (typeof causeKinds)[number];
  ref?: string;
}

export interface ReviewView {
  actor: string;
  verdict: 'approve' | 'reject';
  at: string;
  comment?: string;
}

export interface ApprovalView {
  /** Nobody named = anyone. */
  by: string[];
  quorum: number;
  expiresAt?: string;
  reviews: ReviewView[];
}

/** Which cell of which matrix a step is. */
export interface CellView {
  matrix: string;
  /** By axis. */
  values: Record<string, string>;
}

/** A running step is being stopped, and the rest of its execution is not. */
export interface Stopping {
  reason: string;
  cause: Cause;
}

/** Files that were kept after an attempt. */
export interface ArtifactNote {
  name: string;
  files: number;
  bytes: number;
  report?: ReportTotals;
}

/** Times are ISO 8601 in UTC; absent means: not yet, or never. */
export interface AttemptView {
  id: AttemptId;
  n: number;
  status: AttemptStatus;
  /** Where it runs; absent in executions from before there were fall-backs: that of the step. */
  connector?: ConnectorType;
  queuedAt: string;
  startedAt?: string;
  finishedAt?: string;
  session?: SessionId;
  exitCode?: number;
  signal?: string;
  failure?: FailureClass;
  reason?: string;
  logBytes?: number;
  droppedBytes?: number;
  /** Its end moved the step on to this connector; such an attempt does not count against the limit of retries. */
  movedTo?: ConnectorType;
  outputs?: Record<string, string>;
  /** What was not right although it did not fail: one sentence. */
  warning?: string;
  artifacts?: ArtifactNote[];
  /** Where its ports are reached while it runs; they are given back at its end. */
  ports?: PortNote[];
  /** It was not run: its files and outputs are those of an earlier run with the same command and input. */
  cached?: boolean;
}

export interface StepView {
  id: StepId;
  name: string;
  stage: string;
  /** The current one, where there are fall-backs. */
  connector: ConnectorType;
  pool: Pool;
  cell?: CellView;
  /** The deployment environment it changes. */
  environmentName?: string;
  status: StepStatus;
  /** Why it waits, was skipped, or did not succeed: one sentence. */
  reason?: string;
  failure?: FailureClass;
  exitCode?: number;
  signal?: string;
  cause?: Cause;
  continueOnError: boolean;
  /** Absent: after success only. */
  when?: When;
  needs: StepId[];
  approval?: ApprovalView;
  /** Not run again: the result is that of an earlier execution. */
  keptFrom?: ExecutionId;
  /** Its connector has not been heard of for a while; the step may still run. */
  unreachable?: boolean;
  stopping?: Stopping;
  /** What it gave of the outputs it declares. */
  outputs?: Record<string, string>;
  /** What was not right although it did not fail: one sentence. */
  warning?: string;
  /** It was not run: its files and outputs are those of an earlier run with the same command and input. */
  cached?: boolean;
  /** The next attempt is queued then. */
  retryAt?: string;
  startedAt?: string;
  finishedAt?: string;
  attempts: AttemptView[];
}

export interface StageView {
  id: string;
  name: string;
  parallel: boolean;
  status: StepStatus;
  steps: StepId[];
}

/** One execution as the API shows it: the state after event number `rev`. */
export interface ExecutionView {
  id: ExecutionId;
  rev: number;
  project: ProjectId;
  pipelineId: PipelineId;
  pipelineName: string;
  pipelineVersion: number;
  status: ExecutionStatus;
  reason?: string;
  /** Somebody asked for the end; what runs is being stopped. */
  cancelling?: { reason: string; actor: string; force?: boolean; cause?: Cause };
  /** Nothing more is started until it is resumed. */
  paused?: { actor: string; reason?: string; at: string };
  /** Its concurrency group; it starts when it is admitted. */
  group?: { name: string; limit: number; admitted: boolean };
  /** The execution it repeats, and from where: what failed, or one step. */
  rerunOf?: { executionId: ExecutionId; from: 'failed' | 'start' | StepId; actor: string };
  trigger: TriggerFacts;
  /** What the trigger gave for the inputs the pipeline asks for. */
  inputs?: Record<string, string>;
  createdAt: string;
  startedAt?: string;
  finishedAt?: string;
  stages: StageView[];
  steps: StepView[];
}

/** One row of a list. */
export type ExecutionSummary = Pick<
  ExecutionView,
  | 'id'
  | 'project'
  | 'pipelineId'
  | 'pipelineName'
  | 'pipelineVersion'
  | 'status'
  | 'reason'
  | 'trigger'
  | 'createdAt'
  | 'startedAt'
  | 'finishedAt'
  | 'rerunOf'
>;
