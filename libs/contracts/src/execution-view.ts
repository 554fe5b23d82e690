import type { AttemptId, ExecutionId, PipelineId, Pool, ProjectId, SessionId, StepId } from './ids.js';
import type { ConnectorType } from './connectors.js';
import type { TriggerFacts } from './plan.js';
import type { AttemptStatus, ExecutionStatus, FailureClass, StepStatus } from './statuses.js';

/** Times are ISO 8601 in UTC; absent means: not yet, or never. */
export interface AttemptView {
  id: AttemptId;
  n: number;
  status: AttemptStatus;
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
}

export interface StepView {
  id: StepId;
  name: string;
  stage: string;
  connector: ConnectorType;
  pool: Pool;
  status: StepStatus;
  /** Why it waits, was skipped, or did not succeed: one sentence. */
  reason?: string;
  failure?: FailureClass;
  exitCode?: number;
  signal?: string;
  continueOnError: boolean;
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
  cancelling?: { reason: string; actor: string };
  trigger: TriggerFacts;
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
>;
