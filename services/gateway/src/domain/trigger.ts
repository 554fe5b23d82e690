import type {
  ExecutionId,
  ExecutionView,
  PipelineId,
  PipelineView,
  ProjectId,
  StepId,
  TriggerFacts,
} from '@switchyard/contracts';

/** What a trigger repeats, where it does not start a pipeline anew. */
export interface Repetition {
  source: ExecutionId;
  /** Absent: from what did not end well. */
  fromStep?: StepId;
  /** From the start. */
  all?: boolean;
}

/** A trigger in the inbox. Its execution's id is given when it is accepted, so handing it over twice is harmless. */
export interface Trigger {
  executionId: ExecutionId;
  project: ProjectId;
  pipelineId: PipelineId;
  pipelineName: string;
  pipelineVersion: number;
  facts: TriggerFacts;
  environment: Record<string, string>;
  /** Checked, with their defaults; absent: it asks for none. */
  inputs?: Record<string, string>;
  idempotencyKey?: string;
  rerun?: Repetition;
  /** W3C trace context of the request. */
  traceparent?: string;
  state: 'accepted' | 'started' | 'refused';
  /** Why nothing will ever run for it. */
  refusal?: string;
}

/** The execution of a trigger, as far as it is known before the execution service knows it. */
export const viewOfTrigger = ({
  executionId,
  project,
  pipelineId,
  pipelineName,
  pipelineVersion,
  facts,
  refusal,
}: Trigger): ExecutionView => ({
  id: executionId,
  rev: 0,
  project,
  pipelineId,
  pipelineName,
  pipelineVersion,
  status: refusal === undefined ? 'pending' : 'failed',
  ...(refusal === undefined ? {} : { reason: refusal }),
  trigger: facts,
  createdAt: facts.at,
  stages: [],
  steps: [],
});

/** Whether two requests under one idempotency key ask for the same. */
export const isSameRequest = (a: Trigger, b: Trigger): boolean => {
  const essence = ({ pipelineId, facts: { at: _, ...facts }, environment, inputs, rerun }: Trigger) =>
    JSON.stringify([pipelineId, sorted(facts), sorted(environment), sorted(inputs ?? {}), sorted(rerun ?? {})]);
  return essence(a) === essence(b);
};

const sorted = (record: object) => Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));

/** What {@link Trigger.pipelineName} and its neighbours are taken from. */
export type PipelineFacts = Pick<PipelineView, 'id' | 'project' | 'name' | 'version'>;
