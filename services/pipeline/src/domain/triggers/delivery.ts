import type {
  DeliveryDecision,
  DeliverySource,
  ExecutionId,
  PipelineId,
  ProjectId,
  TriggerFacts,
} from '@switchyard/contracts';

/** Something that came to a pipeline by itself, what was decided about it, and what is needed to act on that. */
export interface Delivery {
  /** Unique: what comes again under it is the same. */
  id: string;
  pipelineId: PipelineId;
  project: ProjectId;
  /** By which it was decided, and which runs. */
  pipelineVersion?: number;
  source: DeliverySource;
  at: string;
  what: string;
  decision: DeliveryDecision;
  /** Why nothing runs, or what is to be known of what does. */
  reason?: string;
  executionId?: ExecutionId;
  trigger?: TriggerFacts;
  /** Both are needed until it is started. */
  environment?: Record<string, string>;
  inputs?: Record<string, string>;
}
