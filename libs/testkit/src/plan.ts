import type {
  ConnectorType,
  ExecutionId,
  ExecutionPlan,
  PipelineId,
  Pool,
  ProjectId,
  RetryPlan,
  StagePlan,
  StepId,
  StepPlan,
  TriggerFacts,
} from '@switchyard/contracts';
import { sortableId } from '@switchyard/kernel';

export const anExecutionId = (n = 0): ExecutionId =>
  sortableId(Date.UTC(2026, 0, 1) + n, new Uint8Array(16)) as ExecutionId;

export const aTrigger = (): TriggerFacts => ({ type: 'manual', actor: 'alice', at: '2026-01-01T00:00:00.000Z' });

export const aRetry = (limit: number, on: RetryPlan['on'] = ['platform', 'user', 'timeout']): RetryPlan => ({
  limit,
  on,
  backoff: { initialMs: 1_000, factor: 2, maxMs: 8_000 },
});

type StepOptions = Partial<Omit<StepPlan, 'id' | 'needs' | 'connector'>> & {
  needs?: string[];
  connector?: ConnectorType;
};

export const aStep = (id: string, { needs = [], ...options }: StepOptions = {}): StepPlan => ({
  id: id as StepId,
  name: id,
  connector: 'null',
  pool: 'default' as Pool,
  needs: needs as StepId[],
  continueOnError: false,
  conditions: [],
  environment: {},
  config: {},
  ...options,
});

export const aStage = (id: string, steps: StepPlan[], options: Partial<StagePlan> = {}): StagePlan => ({
  id,
  name: id,
  parallel: false,
  steps,
  ...options,
});

export const aPlan = (stages: StagePlan[], options: Partial<ExecutionPlan> = {}): ExecutionPlan => ({
  project: 'default' as ProjectId,
  pipelineId: sortableId(0, new Uint8Array(16)) as PipelineId,
  pipelineName: 'hello',
  pipelineVersion: 1,
  stages,
  ...options,
});
