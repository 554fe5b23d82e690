import type {
  ExecutionId,
  ExecutionPlan,
  PipelineId,
  ProjectId,
  StagePlan,
  StepPlan,
  TriggerFacts,
} from '@switchyard/contracts';
import type { PipelineModel } from '@switchyard/pipeline-file';
import {
  checkInputs,
  type PlannedPipeline,
  type PlannedStage,
  type PlannedStep,
  planPipeline,
  triggerWords,
} from '@switchyard/pipeline-file/plan';
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
  /** For what the file asks for. */
  inputs?: Record<string, string>;
}

/** Without a plan, one sentence says why nothing will ever run, and whether what the trigger gave is to blame. */
export type Planned = { plan: ExecutionPlan } | { plan?: undefined; mistake: string; isOfInputs?: true };

/** One version of a pipeline made ready for one execution. Pure. */
export const planOf = (from: Ingredients): Planned => {
  const { values: inputs, mistakes } = checkInputs(from.model.inputs, from.inputs ?? {});
  if (mistakes.length > 0) return { mistake: sentence(mistakes), isOfInputs: true };
  const grouped = concurrencyOf({ ...from, inputs });
  if ('mistake' in grouped) return grouped;
  const { plan, findings } = planPipeline(from.model, {
    trigger: triggerWords(from.trigger),
    origin: originOf(from.trigger),
    inputs,
    environment: from.environment,
    variables: { YARD_EXECUTION_ID: from.executionId },
  });
  if (!plan) return { mistake: sentence(findings) };
  return { plan: { ...namesOf(from, plan), ...grouped, ...inputsOf(inputs), stages: plan.stages.map(stagePlan) } };
};

/** What else the source of a step asks of it. */
const originOf = ({ pullRequest, fork }: TriggerFacts) => ({
  ...(pullRequest === undefined ? {} : { pullRequest }),
  ...(fork === undefined ? {} : { fork }),
});

const sentence = (problems: readonly { message: string }[]): string =>
  problems
    .slice(0, 3)
    .map(({ message }) => message)
    .join('; ');

const namesOf = ({ project, pipelineId, version }: Ingredients, { name, timeoutSeconds }: PlannedPipeline) => ({
  project,
  pipelineId,
  pipelineName: name,
  pipelineVersion: version,
  ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
});

const inputsOf = (inputs: Record<string, string>) => (Object.keys(inputs).length > 0 ? { inputs } : {});

const stagePlan = ({ layers: _drawn, steps, ...stage }: PlannedStage): StagePlan => ({
  ...stage,
  steps: steps.map(stepPlan),
});

const stepPlan = ({ known: _drawn, ...step }: PlannedStep): StepPlan => step;
