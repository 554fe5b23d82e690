import type { StepId } from './ids.js';
import type { StepPlan } from './plan.js';
import type { OnFull } from './words.js';

/** A pipeline with its matrices expanded and its texts filled in: to look at, and to make an execution's plan of. */
export interface PlannedPipeline {
  name: string;
  timeoutSeconds?: number;
  /** As it was written. */
  concurrency?: { group: string; key?: string; limit: number; onFull: OnFull };
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
