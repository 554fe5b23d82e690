import { type Delivery, executionIdOf } from './delivery.js';
import { environmentOf } from './environment.js';
import type { Verdict } from './verdict.js';

/** What a delivery is before anything was decided about it. */
export type Undecided = Pick<Delivery, 'id' | 'pipelineId' | 'pipelineVersion' | 'project' | 'source' | 'at' | 'what'>;

/** A delivery as it is written down. @param moment of what came: the execution is filed under it. */
export const decided = (about: Undecided, verdict: Verdict, moment: number): Delivery => {
  if (!verdict.run) return { ...about, decision: 'skipped', reason: verdict.reason };
  const { facts: trigger, inputs } = verdict;
  const executionId = executionIdOf(about.id, moment);
  return { ...about, decision: 'accepted', executionId, trigger, environment: environmentOf(trigger), inputs };
};
