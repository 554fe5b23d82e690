import { IsInt, IsOptional, Length, Max, Min } from 'class-validator';
import type { ExecutionId, PipelineId, ProjectId, StepId } from '../ids.js';
import { IsSlug, IsSortableId } from '../ids.js';
import type { StepStatus } from '../statuses.js';
import { Message } from './message.js';

/** Steps that change an environment, newest executions first; `before` is `next` of the page before. */
export class ListDeployments extends Message {
  @IsOptional() @IsSlug() project?: ProjectId;
  /** As `environment-name:` of a step says it. */
  @IsOptional() @Length(1, 200) environment?: string;
  @IsOptional() @IsSortableId() before?: ExecutionId;
  /** Executions that are looked at: each may change several environments. */
  @IsInt() @Min(1) @Max(200) limit = 50;
}

/** One step that changes an environment, or would. */
export interface DeploymentView {
  environment: string;
  project: ProjectId;
  executionId: ExecutionId;
  pipelineId: PipelineId;
  pipelineName: string;
  pipelineVersion: number;
  stepId: StepId;
  stepName: string;
  status: StepStatus;
  /** Who triggered the execution. */
  actor: string;
  branch?: string;
  commit?: string;
  /** Of the execution. */
  createdAt: string;
  startedAt?: string;
  finishedAt?: string;
}
export interface ListDeploymentsReply {
  deployments: DeploymentView[];
  next?: ExecutionId;
}
