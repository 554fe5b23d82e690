import { isFinal } from '@switchyard/contracts/statuses';
import type {
  AttemptView,
  Cause,
  ExecutionView,
  Explanation,
  StepId,
  StepStatus,
  StepView,
} from '@switchyard/contracts';

/** One sentence about a step that does not go well, or not yet. */
export interface Reason {
  sentence: string;
  cause?: Cause;
}

/** Sentences of one moment: what a step waits for may be another thing when its status has changed. */
export type Reasons = ReadonlyMap<StepId | '', Reason & { status: string }>;

/** @param view as it was when the platform explained it. */
export const reasonsOf = (explanations: readonly Explanation[], view: ExecutionView): Reasons => {
  const status = new Map<string, string>(view.steps.map(step => [step.id, step.status]));
  return new Map(
    explanations.map(({ stepId, ...reason }) => [
      stepId ?? '',
      { ...reason, status: stepId === undefined ? view.status : (status.get(stepId) ?? '') },
    ]),
  );
};

/** Why a step is as it is; undefined where there is nothing to say. */
export const reasonOf = (step: StepView, reasons: Reasons): Reason | undefined => {
  const { id, status, reason, cause, warning, keptFrom } = step;
  const told = reasons.get(id);
  if (told?.status === status) return told;
  if (isFinal(status) && status !== 'success' && reason !== undefined)
    return { sentence: reason, ...(cause ? { cause } : {}) };
  if (keptFrom !== undefined)
    return { sentence: `kept from execution ${keptFrom}`, cause: { kind: 'execution', ref: keptFrom } };
  return warning === undefined ? undefined : { sentence: warning };
};

/** Why the execution as a whole is as it is. */
export const wholeReason = (
  { status, reason, cancelling, paused }: ExecutionView,
  reasons: Reasons,
): Reason | undefined => {
  const told = reasons.get('');
  if (told?.status === status) return told;
  if (isFinal(status)) return reason === undefined ? undefined : { sentence: reason };
  if (cancelling) return { sentence: `being cancelled: ${cancelling.reason}` };
  if (!paused) return undefined;
  return { sentence: `paused by ${paused.actor}${paused.reason === undefined ? '' : `: ${paused.reason}`}` };
};

/** The step that is looked at when none is named: what failed, else what needs somebody, else what runs, else the last that ran. */
export const likeliestStep = ({ steps }: ExecutionView): StepId | undefined => {
  const rules: ((step: StepView) => boolean)[] = [
    ({ status, continueOnError }) => (status === 'failed' || status === 'timeout') && !continueOnError,
    ({ status }) => status === 'waiting-approval',
    ({ status }) => status === 'running',
    ({ status }) => status === 'queued',
    ({ status }) => status === 'failed' || status === 'timeout',
  ];
  for (const rule of rules) {
    const found = steps.find(rule);
    if (found) return found.id;
  }
  return (steps.findLast(({ attempts }) => attempts.length > 0) ?? steps[0])?.id;
};

/** The attempt that is asked for, else the last. */
export const attemptOf = ({ attempts }: StepView, n: number | undefined): AttemptView | undefined =>
  attempts.find(one => one.n === n) ?? attempts.at(-1);

/** What people call an attempt's end. */
export const attemptStatus = (attempt: AttemptView): StepStatus | 'lost' | 'fenced' => {
  const { status, failure } = attempt;
  if (status !== 'done') return status;
  switch (failure) {
    case undefined:
      return attempt.startedAt === undefined ? 'skipped' : 'success';
    case 'cancelled':
    case 'timeout':
      return failure;
    default:
      return 'failed';
  }
};

/** Steps in the order of their stages: that of the list, and of `j` and `k`. */
export const inOrder = ({ stages, steps }: ExecutionView): StepId[] => {
  const known = new Set(steps.map(({ id }) => id));
  return stages.flatMap(stage => stage.steps).filter(id => known.has(id));
};
