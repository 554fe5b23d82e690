import type {
  AttemptEnd,
  AttemptId,
  ConnectorType,
  FailureClass,
  Outcome,
  RetryCause,
  StepId,
  StepStatus,
  StepView,
} from '@switchyard/contracts';
import { isoTime, never, waitBefore } from '@switchyard/kernel';
import { type Change, type Execution, isCancelled, stepPlanOf } from './execution.js';
import { countedAttempts, nextConnector } from './fallbacks.js';
import type { Moment } from './moment.js';
import { type Kept, keptOutputs } from './outputs.js';

interface AttemptFacts {
  stepId: StepId;
  attemptId: AttemptId;
  n: number;
}

export type Ending = { moment: Moment } & ({ outcome: Outcome } | { lost: string });

/**
 * What the end of an attempt means for its step: the step's end, or another try where the step declares it. One that was
 * never begun goes on with the next of its fall-backs without that.
 */
export const changeOfEnd = (execution: Execution, step: StepView, facts: AttemptFacts, ending: Ending): Change => {
  const { moment } = ending;
  const at = isoTime(moment.now);
  const cancelling = isCancelled(execution.view, step);
  const begun = beginningOf(step, facts.n);
  const kept = 'lost' in ending ? {} : keptOutputs(execution, step.id, ending.outcome.outputs);
  const met =
    'lost' in ending ? lostEnd(ending.lost) : judged(endOf(ending.outcome, begun.startedAt ?? at, moment), kept);
  const end = { ...begun, ...met };
  const again = cancelling ? undefined : nextTry(execution, step, { ...end, unbegun: isUnbegun(ending) }, moment);
  if (again) return { type: 'step.retrying', data: { ...facts, ...end, ...again }, at };
  const { mistake: _, ...rest } = kept;
  const given = { ...rest, ...cachedOf(ending, end) };
  const status = statusOf(end, cancelling);
  const reason = status === 'cancelled' ? step.stopping?.reason : undefined;
  return { type: 'step.finished', data: { ...facts, ...end, ...(reason ? { reason } : {}), ...given, status }, at };
};

const beginningOf = ({ attempts }: StepView, n: number): { startedAt?: string } => {
  const startedAt = attempts.find(one => one.n === n)?.startedAt;
  return startedAt === undefined ? {} : { startedAt };
};

const isUnbegun = (ending: Ending): boolean => 'outcome' in ending && ending.outcome.begun === false;

/** Only what succeeded can have been taken from an earlier run. */
const cachedOf = (ending: Ending, { failure }: AttemptEnd): { cached?: boolean } =>
  'outcome' in ending && ending.outcome.cached === true && failure === undefined ? { cached: true } : {};

const judged = (end: AttemptEnd, { mistake }: Kept): AttemptEnd =>
  mistake === undefined || end.failure !== undefined ? end : { ...end, failure: 'user', reason: mistake };

const nextTry = (
  execution: Execution,
  step: StepView,
  { failure, unbegun }: Pick<AttemptEnd, 'failure'> & { unbegun: boolean },
  { now, chance }: Moment,
): { retryAt: string; movedTo?: ConnectorType } | undefined => {
  const retry = stepPlanOf(execution.plan, step.id)?.retry;
  const tries = countedAttempts(step);
  const repeatable = retry?.on.includes(failure as RetryCause) === true && tries <= retry.limit;
  // What may have run in part runs again only where the step says that it may.
  const movedTo = failure === 'platform' && (unbegun || repeatable) ? nextConnector(execution, step) : undefined;
  if (movedTo) return { retryAt: isoTime(now), movedTo };
  if (!retry || !repeatable) return undefined;
  return { retryAt: isoTime(now + waitBefore(tries, retry.backoff, chance)) };
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
