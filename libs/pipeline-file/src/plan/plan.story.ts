import type { Pool, StepId } from '@switchyard/contracts';
import type { MatrixModel, PipelineModel, StageModel, StepModel } from '../model.js';
import { planPipeline } from './plan-pipeline.js';
import type { PlanFacts, PlannedPipeline, PlannedStep } from './planned.js';

type StepOptions = Partial<Omit<StepModel, 'id' | 'needs'>> & { needs?: string[] };

/** A step as a file without anything special gives it. */
export const stepModel = (id: string, { needs = [], ...options }: StepOptions = {}): StepModel => ({
  id: id as StepId,
  name: id,
  connector: 'shell',
  fallbacks: [],
  pool: 'default' as Pool,
  needs: needs as StepId[],
  when: 'success',
  conditions: [],
  continueOnError: false,
  environment: {},
  outputs: [],
  secrets: {},
  services: [],
  ports: [],
  artifacts: [],
  caches: [],
  workspace: 'shared',
  config: { command: 'true' },
  ...options,
});

export const stageModel = (id: string, steps: StepModel[], options: Partial<StageModel> = {}): StageModel => ({
  id,
  name: id,
  parallel: false,
  environment: {},
  steps,
  ...options,
});

export const pipelineModel = (stages: StageModel[], options: Partial<PipelineModel> = {}): PipelineModel => ({
  name: 'web',
  environment: {},
  triggers: [],
  inputs: [],
  stages,
  notifications: [],
  ...options,
});

export const matrixOf = (axes: Record<string, string[]>, options: Partial<MatrixModel> = {}): MatrixModel => ({
  axes,
  include: [],
  exclude: [],
  failFast: true,
  ...options,
});

export const planFacts = (options: Partial<PlanFacts> = {}): PlanFacts => ({
  trigger: { branch: 'main', commit: 'abc', tag: '', repository: 'r', trigger: 'manual', actor: 'alice' },
  inputs: {},
  environment: {},
  variables: {},
  ...options,
});

/** @throws Error with the findings where there is no plan. */
export const planned = (model: PipelineModel, facts?: PlanFacts): PlannedPipeline => {
  const { plan, findings } = planPipeline(model, facts);
  if (!plan) throw new Error(findings.map(({ message }) => message).join('\n'));
  return plan;
};

export const stepsOf = ({ stages }: PlannedPipeline): PlannedStep[] => stages.flatMap(({ steps }) => steps);
