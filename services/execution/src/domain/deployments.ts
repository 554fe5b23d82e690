import type { DeploymentView, ExecutionView, StepView } from '@switchyard/contracts';

type Deploying = Pick<
  ExecutionView,
  'id' | 'project' | 'pipelineId' | 'pipelineName' | 'pipelineVersion' | 'trigger' | 'createdAt' | 'steps'
>;

/** Whether any step of it changes an environment. */
export const deploys = ({ steps }: Pick<ExecutionView, 'steps'>): boolean =>
  steps.some(({ environmentName }) => environmentName !== undefined);

/** Its steps that change an environment, or one environment, in their order. */
export const deploymentsOf = (view: Deploying, environment?: string): DeploymentView[] =>
  view.steps.flatMap(step => {
    const { environmentName } = step;
    if (environmentName === undefined || environmentName !== (environment ?? environmentName)) return [];
    return [deploymentOf(view, step, environmentName)];
  });

const deploymentOf = (view: Deploying, step: StepView, environment: string): DeploymentView => {
  const { id, project, pipelineId, pipelineName, pipelineVersion, createdAt } = view;
  const { actor, branch, commit } = view.trigger;
  const { startedAt, finishedAt } = step;
  return {
    environment,
    project,
    executionId: id,
    pipelineId,
    pipelineName,
    pipelineVersion,
    stepId: step.id,
    stepName: step.name,
    status: step.status,
    actor,
    ...(branch === undefined ? {} : { branch }),
    ...(commit === undefined ? {} : { commit }),
    createdAt,
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(finishedAt === undefined ? {} : { finishedAt }),
  };
};
