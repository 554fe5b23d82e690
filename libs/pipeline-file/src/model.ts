import type {
  ConnectorType,
  Finding,
  OnFull,
  Pool,
  RetryCause,
  StepId,
  TriggerType,
  When,
} from '@switchyard/contracts';
import type { Backoff } from '@switchyard/kernel';

/** A checked pipeline file, whichever spelling it used. Times are in seconds. */
export interface PipelineModel {
  name: string;
  description?: string;
  environment: Record<string, string>;
  timeoutSeconds?: number;
  retry?: RetryPolicy;
  concurrency?: ConcurrencyModel;
  triggers: TriggerModel[];
  stages: StageModel[];
  notifications?: Record<string, unknown>;
}

export interface StageModel {
  /** Slug, unique in the pipeline. */
  id: string;
  name: string;
  parallel: boolean;
  environment: Record<string, string>;
  timeoutSeconds?: number;
  retry?: RetryPolicy;
  steps: StepModel[];
}

export interface StepModel {
  /** Slug, unique in the pipeline. */
  id: StepId;
  name: string;
  connector: ConnectorType;
  pool: Pool;
  /** Steps of the same or an earlier stage that must have ended well first. */
  needs: StepId[];
  /** Its own, or its stage's. */
  when: When;
  /** The stage's, then its own: expressions that must hold when its turn comes. */
  conditions: string[];
  approval?: ApprovalModel;
  continueOnError: boolean;
  timeoutSeconds?: number;
  retry?: RetryPolicy;
  environment: Record<string, string>;
  /** What the connector reads, with keys in camelCase. */
  config: Record<string, unknown>;
}

/** People who must agree before a step runs. */
export interface ApprovalModel {
  /** Nobody named = anyone. */
  by: string[];
  /** Different people who must approve. */
  quorum: number;
  expiresSeconds?: number;
}

/** How many executions of one group may run at once. */
export interface ConcurrencyModel {
  group: string;
  /** An expression whose text divides the group. */
  key?: string;
  limit: number;
  onFull: OnFull;
}

export interface RetryPolicy {
  /** Repeats after the first try. */
  limit: number;
  on: RetryCause[];
  backoff: Backoff;
}

export interface TriggerModel {
  type: TriggerType;
  config: Record<string, unknown>;
}

/** With a model, the findings are warnings; without one, at least one is an error. */
export type ParseResult = { model: PipelineModel; findings: Finding[] } | { model?: undefined; findings: Finding[] };
