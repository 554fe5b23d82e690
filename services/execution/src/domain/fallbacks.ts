import type { ConnectorType, StepView } from '@switchyard/contracts';
import { type Execution, stepPlanOf } from './execution.js';

/** Where a step goes on when its connector lets it down; undefined when there is nowhere left to go. */
export const nextConnector = ({ plan }: Execution, step: StepView): ConnectorType | undefined =>
  stepPlanOf(plan, step.id)?.fallbacks?.[step.attempts.filter(hasMoved).length];

/** Attempts that count against the limit of retries. */
export const countedAttempts = ({ attempts }: StepView): number => attempts.filter(one => !hasMoved(one)).length;

const hasMoved = ({ movedTo }: StepView['attempts'][number]): boolean => movedTo !== undefined;
