import type {
  ExecutionId,
  ExecutionPlan,
  PipelineId,
  ProjectId,
  RetryPlan,
  StagePlan,
  StepPlan,
  TriggerFacts,
} from '@switchyard/contracts';
import type { PipelineModel, StageModel, StepModel } from '@switchyard/pipeline-file';
import { concurrencyOf } from './concurrency.js';

/** What a plan is made from. */
export interface Ingredients {
  executionId: ExecutionId;
  pipelineId: PipelineId;
  project: ProjectId;
  version: number;
  model: PipelineModel;
  trigger: TriggerFacts;
  /** Laid over the file's. */
  environment: Record<string, string>;
}

/** Without a plan, one sentence says why nothing will ever run. */
export type Planned = { plan: ExecutionPlan } | { plan?: undefined; mistake: string };

/** One version of a pipeline made ready to run: defaults filled in, environments merged. Pure. */
export const planOf = (from: Ingredients): Planned => {
  const grouped = concurrencyOf(from);
  if ('mistake' in grouped) return grouped;
  const { project, pipelineId, version, model } = from;
  return {
    plan: {
      project,
      pipelineId,
      pipelineName: model.name,
      pipelineVersion: version,
      ...(model.timeoutSeconds === undefined ? {} : { timeoutSeconds: model.timeoutSeconds }),
      ...grouped,
      stages: model.stages.map(stage => stagePlan(from, stage)),
    },
  };
};

const stagePlan = (from: Ingredients, stage: StageModel): StagePlan => ({
  id: stage.id,
  name: stage.name,
  parallel: stage.parallel,
  ...(stage.timeoutSeconds === undefined ? {} : { timeoutSeconds: stage.timeoutSeconds }),
  steps: stage.steps.map(step => stepPlan(from, stage, step)),
});

const stepPlan = (from: Ingredients, stage: StageModel, step: StepModel): StepPlan => {
  const retry: RetryPlan | undefined = step.retry ?? stage.retry ?? from.model.retry;
  return {
    id: step.id,
    name: step.name,
    connector: step.connector,
    pool: step.pool,
    needs: step.needs,
    continueOnError: step.continueOnError,
    ...(step.when === 'success' ? {} : { when: step.when }),
    conditions: step.conditions,
    ...(step.approval ? { approval: step.approval } : {}),
    ...(step.timeoutSeconds === undefined ? {} : { timeoutSeconds: step.timeoutSeconds }),
    ...(retry === undefined ? {} : { retry }),
    environment: {
      ...from.model.environment,
      ...stage.environment,
      ...step.environment,
      ...from.environment,
      ...builtIn(from, stage, step),
    },
    config: step.config,
  };
};

/** Variables every step has. Nothing may stand in for them. */
const builtIn = (
  { executionId, model, trigger }: Ingredients,
  stage: StageModel,
  step: StepModel,
): Record<string, string> => ({
  CI: 'true',
  SWITCHYARD: 'true',
  YARD_EXECUTION_ID: executionId,
  YARD_PIPELINE: model.name,
  YARD_STAGE: stage.name,
  YARD_STEP: step.name,
  YARD_TRIGGER: trigger.type,
  YARD_BRANCH: trigger.branch ?? '',
  YARD_COMMIT: trigger.commit ?? '',
  YARD_REPOSITORY: trigger.repository ?? '',
});
