import type { ExecutionId } from '@switchyard/contracts';
import type { Delivery } from './delivery.js';
import { environmentOf } from './environment.js';
import type { Verdict } from './verdict.js';

/** What a delivery is before anything was decided about it. */
export type Undecided = Pick<Delivery, 'id' | 'pipelineId' | 'pipelineVersion' | 'project' | 'source' | 'at' | 'what'>;

/** A delivery as it is written down. @param executionId of what it starts, if it does. */
export const decided = (about: Undecided, verdict: Verdict, executionId: ExecutionId): Delivery => {
  if (!verdict.run) return { ...about, decision: 'skipped', reason: verdict.reason };
  const { facts: trigger, inputs } = verdict;
  return { ...about, decision: 'accepted', executionId, trigger, environment: environmentOf(trigger), inputs };
};
