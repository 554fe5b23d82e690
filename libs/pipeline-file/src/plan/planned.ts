import type { Finding, StepId, StepPlan } from '@switchyard/contracts';
import type { ConditionFacts } from '../condition.js';
import type { ConcurrencyModel } from '../model.js';

/** What expressions may ask of a trigger. */
export type TriggerWords = Required<
  Pick<ConditionFacts, 'branch' | 'commit' | 'tag' | 'repository' | 'trigger' | 'actor'>
>;

/** What a plan is made with. */
export interface PlanFacts {
  trigger: TriggerWords;
  /** Checked, with their defaults filled in. */
  inputs: Record<string, string>;
  /** Of the trigger; laid over that of the file, and taken literally. */
  environment: Record<string, string>;
  /** What else every step is told, on top of all. */
  variables: Record<string, string>;
}

/** A pipeline with its matrices expanded and its texts filled in. */
export interface PlannedPipeline {
  name: string;
  timeoutSeconds?: number;
  /** As it was written. */
  concurrency?: ConcurrencyModel;
  stages: PlannedStage[];
}

export interface PlannedStage {
  id: string;
  name: string;
  parallel: boolean;
  timeoutSeconds?: number;
  steps: PlannedStep[];
  /** Steps that can run side by side, layer after layer. */
  layers: StepId[][];
}

export type PlannedStep = StepPlan & {
  /** Whether its conditions hold; absent where that is not known yet, or where there are none. */
  known?: boolean;
};

/** Without a plan, the findings say why nothing could ever run. */
export type Planned = { plan: PlannedPipeline; findings: Finding[] } | { plan?: undefined; findings: Finding[] };
