import type {
  ExecutionId,
  ExecutionPlan,
  ExecutionView,
  StepPlan,
  StepView,
  TriggerFacts,
} from '@switchyard/contracts';

export interface Birth {
  id: ExecutionId;
  plan: ExecutionPlan;
  trigger: TriggerFacts;
  at: string;
}

/** The execution as its plan says, before anything happened: what `execution.created` carries. */
export const viewOfPlan = ({ id, plan, trigger, at }: Birth): ExecutionView => ({
  id,
  rev: 1,
  project: plan.project,
  pipelineId: plan.pipelineId,
  pipelineName: plan.pipelineName,
  pipelineVersion: plan.pipelineVersion,
  status: 'pending',
  trigger,
  ...(plan.inputs ? { inputs: plan.inputs } : {}),
  createdAt: at,
  ...(plan.concurrency
    ? { group: { name: plan.concurrency.group, limit: plan.concurrency.limit, admitted: false } }
    : {}),
  stages: plan.stages.map(stage => ({
    id: stage.id,
    name: stage.name,
    parallel: stage.parallel,
    status: 'waiting',
    steps: stage.steps.map(step => step.id),
  })),
  steps: plan.stages.flatMap(stage => stage.steps.map(step => viewOfStep(stage.id, step))),
});

const viewOfStep = (stage: string, step: StepPlan): StepView => ({
  id: step.id,
  name: step.name,
  stage,
  connector: step.connector,
  pool: step.pool,
  ...(step.cell ? { cell: { matrix: step.cell.matrix, values: step.cell.values } } : {}),
  ...(step.environmentName === undefined ? {} : { environmentName: step.environmentName }),
  status: 'waiting',
  continueOnError: step.continueOnError,
  ...(step.when === undefined || step.when === 'success' ? {} : { when: step.when }),
  needs: step.needs,
  attempts: [],
});
