import { type Cause, isFinal, type StageView, type StepView } from '@switchyard/contracts';
import { endedWell } from './execution.js';

/** The first of all that ended badly before something. */
export interface Bad {
  reason: string;
  cause: Cause;
}

/** What is known of everything that comes before a step or a stage. */
export interface Before {
  /** All of it has ended. */
  settled: boolean;
  bad?: Bad;
  /** There is something at all. */
  any: boolean;
}

export const nothingBefore: Before = { settled: true, any: false };

export const withStep = (before: Before, step: StepView): Before => {
  const { id, name, status } = step;
  const ended = isFinal(status);
  const isBad = ended && !endedWell(step);
  // Most of a thousand steps change nothing of it.
  if (before.any && !isBad && (ended || !before.settled)) return before;
  const bad: Bad | undefined =
    before.bad ??
    (isBad ? { reason: `step ${name} ended with ${status}`, cause: { kind: 'step', ref: id } } : undefined);
  return { settled: before.settled && ended, any: true, ...(bad ? { bad } : {}) };
};

export const withStage = (before: Before, { id, name, status }: StageView): Before => {
  const isBad = isFinal(status) && status !== 'success' && status !== 'skipped';
  const bad: Bad | undefined =
    before.bad ??
    (isBad ? { reason: `stage ${name} ended with ${status}`, cause: { kind: 'stage', ref: id } } : undefined);
  return { settled: before.settled && isFinal(status), any: true, ...(bad ? { bad } : {}) };
};
