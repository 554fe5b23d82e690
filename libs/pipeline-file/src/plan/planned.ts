import type { Finding, PlannedPipeline } from '@switchyard/contracts';
import type { ConditionFacts } from '../condition.js';

/** What expressions may ask of a trigger. */
export type TriggerWords = Required<
  Pick<ConditionFacts, 'branch' | 'commit' | 'tag' | 'repository' | 'trigger' | 'actor'>
>;

/** What else a source asks of a trigger. */
export interface Origin {
  /** The number of a pull request. */
  pullRequest?: number;
  /** It comes from another repository than the one it wants to change. */
  fork?: boolean;
}

/** What a plan is made with. */
export interface PlanFacts {
  trigger: TriggerWords;
  origin?: Origin;
  /** Checked, with their defaults filled in. */
  inputs: Record<string, string>;
  /** Of the trigger; laid over that of the file, and taken literally. */
  environment: Record<string, string>;
  /** What else every step is told, on top of all. */
  variables: Record<string, string>;
}

/** Without a plan, the findings say why nothing could ever run. */
export type Planned = { plan: PlannedPipeline; findings: Finding[] } | { plan?: undefined; findings: Finding[] };

export type { PlannedPipeline, PlannedStage, PlannedStep } from '@switchyard/contracts';
