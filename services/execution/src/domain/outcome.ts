import type {
  AttemptEnd,
  AttemptId,
  FailureClass,
  Outcome,
  RetryCause,
  StepId,
  StepStatus,
  StepView,
} from '@switchyard/contracts';
import { isoTime, never, waitBefore } from '@switchyard/kernel';
import { type Change, type Execution, isCancelled, stepPlanOf } from './execution.js';
import type { Moment } from './moment.js';

interface AttemptFacts {
  stepId: StepId;
  attemptId: AttemptId;
  n: number;
}

export type Ending = { moment: Moment } & ({ outcome: Outcome } | { lost: string });

/** What the end of an attempt means for its step: the step's end, or another try where the step declares it. */
export const changeOfEnd = (execution: Execution, step: StepView, facts: AttemptFacts, ending: Ending): Change => {
  const { moment } = ending;
  const at = isoTime(moment.now);
  const cancelling = isCancelled(execution.view, step);
  const startedAt = step.attempts.find(one => one.n === facts.n)?.startedAt ?? at;
  const end = 'lost' in ending ? lostEnd(ending.lost) : endOf(ending.outcome, startedAt, moment);
  const status = statusOf(end, cancelling);
  const retry = stepPlanOf(execution.plan, step.id)?.retry;
  const again =
    retry &&
    !cancelling &&
    status !== 'success' &&
    retry.on.includes(end.failure as RetryCause) &&
    facts.n <= retry.limit;
  if (!again) return { type: 'step.finished', data: { ...facts, ...end, status }, at };
  const retryAt = isoTime(moment.now + waitBefore(facts.n, retry.backoff, moment.chance));
  return { type: 'step.retrying', data: { ...facts, ...end, retryAt }, at };
};

const lostEnd = (reason: string): AttemptEnd => ({ attemptStatus: 'lost', failure: 'platform', reason });

const endOf = (outcome: Outcome, startedAt: string, { now }: Moment): AttemptEnd => {
  const { exitCode, signal, logBytes, droppedBytes } = outcome;
  // The clock of the connector's machine may be wrong by hours: only the length of its span counts.
  const lastedMs = Math.max(0, Date.parse(outcome.finishedAt) - Date.parse(outcome.startedAt));
  const finishedAt = isoTime(Math.min(now, Date.parse(startedAt) + lastedMs));
  const failure = outcome.failure ?? failureOf(outcome);
  return {
    attemptStatus: outcome.kind === 'fenced' ? 'fenced' : 'done',
    ...(failure === undefined ? {} : { failure, reason: outcome.reason ?? reasonOf(outcome) }),
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(signal === undefined ? {} : { signal }),
    finishedAt,
    logBytes,
    droppedBytes,
  };
};

const failureOf = ({ kind, exitCode }: Outcome): FailureClass | undefined => {
  switch (kind) {
    case 'exited':
      return exitCode === 0 ? undefined : 'user';
    case 'signalled':
      return 'user';
    case 'timeout':
      return 'timeout';
    case 'cancelled':
      return 'cancelled';
    case 'fenced':
    case 'failed':
      return 'platform';
    default:
      return never(kind);
  }
};

const reasonOf = ({ kind, exitCode, signal }: Outcome): string =>
  kind === 'exited' ? `exit code ${exitCode}` : kind === 'signalled' ? `killed by ${signal}` : kind;

const statusOf = ({ failure }: AttemptEnd, cancelling: boolean): StepStatus => {
  if (failure === undefined) return 'success';
  if (failure === 'cancelled' || cancelling) return 'cancelled';
  return failure === 'timeout' ? 'timeout' : 'failed';
};
