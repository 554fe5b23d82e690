import {
  type AttemptId,
  type ExecutionView,
  partsOfAttempt,
  type RefusalReason,
  type SessionId,
  type StepView,
} from '@switchyard/contracts';
import { isoTime } from '@switchyard/kernel';
import { change } from './change.js';
import { type CommandOf, type Decision, refuse, settled, type Withheld } from './commands.js';
import { type Change, type Claim, type Execution, lastAttempt, stepOf, stepPlanOf } from './execution.js';
import { nextConnector } from './fallbacks.js';
import { grantedTexts } from './granted.js';
import type { Moment } from './moment.js';
import { changeOfEnd } from './outcome.js';

export const attemptIn = (view: ExecutionView, id: AttemptId) => {
  const parts = partsOfAttempt(id);
  const step = parts && stepOf(view, parts.stepId);
  const attempt = step?.attempts.find(one => one.id === id);
  return step && attempt ? { step, attempt, facts: { stepId: step.id, attemptId: id, n: attempt.n } } : undefined;
};

type Found = NonNullable<ReturnType<typeof attemptIn>>;

/** Whether the attempt is still theirs who say so. */
export const heldBy = ({ claims }: Execution, { attempt }: Found, by: Claim): boolean => {
  const held = claims[attempt.id];
  return held?.nonce === by.nonce && held.session === by.session && attempt.status !== 'lost';
};

export const claim = (
  before: Execution,
  { attemptId, session, nonce, withheld }: CommandOf<'claim'>,
  moment: Moment,
): Decision => {
  const found = attemptIn(before.view, attemptId);
  if (!found) return refuse('unknown-attempt');
  const held = before.claims[attemptId];
  const cannot = held ? refusalOfRepeated(found, held, nonce) : refusalOfFirst(before, found);
  if (cannot) return refuse(cannot);
  const plan = stepPlanOf(before.plan, found.step.id);
  const mistake = plan && grantedTexts(before, plan).mistake;
  const why = mistake === undefined ? withheld : { failure: 'user' as const, reason: mistake };
  if (why) return change(before, [neverRun(found.facts, why, isoTime(moment.now))], moment);
  // The same nonce is the same connector, perhaps restarted before it heard of its grant.
  if (held) return adopt(before, { type: 'adopt', attemptId, session, nonce }, moment);
  return grant(before, found, { session, nonce }, moment);
};

const refusalOfRepeated = ({ attempt }: Found, held: Claim, nonce: string): RefusalReason | undefined => {
  if (held.nonce !== nonce) return 'claimed-by-another';
  return attempt.status === 'running' ? undefined : 'not-running';
};

const refusalOfFirst = ({ view }: Execution, { step, attempt }: Found): RefusalReason | undefined => {
  if (step.status !== 'queued' || attempt.status !== 'queued') return 'not-queued';
  return view.paused ? 'paused' : undefined;
};

const grant = (before: Execution, { attempt, facts }: Found, by: Claim, moment: Moment): Decision => {
  const at = isoTime(moment.now);
  const claims = { ...before.claims, [attempt.id]: by };
  const first: Change[] = before.view.startedAt ? [] : [{ type: 'execution.started', data: {}, at }];
  const started: Change = { type: 'step.started', data: { ...facts, session: by.session }, at };
  return change({ ...before, claims }, [...first, started], moment);
};

/** What it asks for cannot be given, and could not be the next time. */
const neverRun = (facts: Found['facts'], why: Withheld, at: string): Change => ({
  type: 'step.finished',
  data: { ...facts, attemptStatus: 'done', ...why, logBytes: 0, droppedBytes: 0, status: 'failed' },
  at,
});

export const report = (before: Execution, command: CommandOf<'report'>, moment: Moment): Decision => {
  const { attemptId, session, nonce, outcome } = command;
  const found = attemptIn(before.view, attemptId);
  if (!found) return refuse('unknown-attempt');
  if (!heldBy(before, found, { session, nonce })) return refuse('other-session');
  if (found.attempt.status !== 'running') return settled(before);
  return change(before, [changeOfEnd(before, found.step, found.facts, { outcome, moment })], moment);
};

export const adopt = (
  before: Execution,
  { attemptId, session, nonce }: CommandOf<'adopt'>,
  moment: Moment,
): Decision => {
  const found = attemptIn(before.view, attemptId);
  if (!found) return refuse('unknown-attempt');
  const held = before.claims[attemptId];
  if (held?.nonce !== nonce || found.attempt.status === 'lost') return refuse('other-session');
  // The report of a finished attempt may still have to be repeated by the new session.
  const claims = { ...before.claims, [attemptId]: { session, nonce } };
  if (found.attempt.status !== 'running') return { ok: true, changes: [], next: { ...before, claims } };
  if (held.session === session) return settled(before);
  const at = isoTime(moment.now);
  return change({ ...before, claims }, [{ type: 'step.adopted', data: { ...found.facts, session }, at }], moment);
};

export const lose = (
  before: Execution,
  { attemptId, session, reason }: CommandOf<'lose'>,
  moment: Moment,
): Decision => {
  const found = attemptIn(before.view, attemptId);
  if (!found) return refuse('unknown-attempt');
  if (found.attempt.status !== 'running') return settled(before);
  if (before.claims[attemptId]?.session !== session) return refuse('other-session');
  return change(before, [changeOfEnd(before, found.step, found.facts, { lost: reason, moment })], moment);
};

/** A queued attempt that nobody is there to run goes on elsewhere; whoever hears its bell late finds it taken. */
export const move = (before: Execution, { attemptId, reason }: CommandOf<'move'>, moment: Moment): Decision => {
  const found = attemptIn(before.view, attemptId);
  if (!found) return refuse('unknown-attempt');
  const { step, attempt, facts } = found;
  const movedTo = nextConnector(before, step);
  if (attempt.status !== 'queued' || before.view.paused || !movedTo) return settled(before);
  const at = isoTime(moment.now);
  const end = { attemptStatus: 'fenced', failure: 'platform', reason, logBytes: 0, droppedBytes: 0 } as const;
  return change(before, [{ type: 'step.retrying', data: { ...facts, ...end, retryAt: at, movedTo }, at }], moment);
};

export interface RunningNow {
  attemptId: AttemptId;
  session: SessionId;
  step: StepView;
}

/** Attempts that run now, with the session each belongs to. */
export const runningAttempts = ({ view, claims }: Execution): RunningNow[] =>
  view.steps.flatMap(step => {
    const attempt = lastAttempt(step);
    const held = attempt && claims[attempt.id];
    return attempt?.status === 'running' && held ? [{ attemptId: attempt.id, session: held.session, step }] : [];
  });
