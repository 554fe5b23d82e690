import {
  type AttemptId,
  type CreateExecution,
  type ExecutionView,
  isFinal,
  type Outcome,
  partsOfAttempt,
  type RefusalReason,
  type SessionId,
  type StepView,
} from '@switchyard/contracts';
import { isoTime, never } from '@switchyard/kernel';
import { advance } from './advance.js';
import { viewOfPlan } from './created.js';
import { evolve } from './evolve.js';
import { type Change, type Execution, lastAttempt, stepOf } from './execution.js';
import type { Moment } from './moment.js';
import { changeOfEnd } from './outcome.js';

export type Command =
  | { type: 'create'; message: CreateExecution }
  | { type: 'claim'; attemptId: AttemptId; session: SessionId; nonce: string }
  | { type: 'report'; attemptId: AttemptId; session: SessionId; nonce: string; outcome: Outcome }
  | { type: 'adopt'; attemptId: AttemptId; session: SessionId; nonce: string }
  | { type: 'cancel'; actor: string; reason: string }
  /** The session of the attempt is provably gone. */
  | { type: 'lose'; attemptId: AttemptId; session: SessionId; reason: string }
  /** Time has passed: due retries and deadlines. */
  | { type: 'tick' };

export type Decision =
  /** No changes: the command had been carried out before. */
  | { ok: true; changes: Change[]; next: Execution }
  /** The attempt is somebody else's. */
  | { ok: false; reason: RefusalReason };

/**
 * Every rule about an execution. Pure: the same state, command and moment give the same changes, and a command that
 * comes a second time gives none. Refusals are values.
 */
export const decide = (before: Execution | undefined, command: Command, moment: Moment): Decision => {
  if (command.type === 'create') return before ? settled(before) : create(command.message, moment);
  if (!before) return refuse('unknown-execution');
  switch (command.type) {
    case 'claim':
      return claim(before, command, moment);
    case 'report':
      return report(before, command, moment);
    case 'adopt':
      return adopt(before, command, moment);
    case 'cancel':
      return cancel(before, command, moment);
    case 'lose':
      return lose(before, command, moment);
    case 'tick':
      return change(before, [], moment);
    default:
      return never(command);
  }
};

type Of<Type extends Command['type']> = Extract<Command, { type: Type }>;

const refuse = (reason: RefusalReason): Decision => ({ ok: false, reason });
const settled = (next: Execution): Decision => ({ ok: true, changes: [], next });

/** Applies the changes, and all that follows from them. */
const change = (before: Execution, first: Change[], { now }: Moment): Decision => {
  const view = first.reduce<ExecutionView>(evolve, before.view);
  const after = { ...before, view };
  const more = advance(after, now);
  if (first.length === 0 && more.length === 0) return settled(before);
  return { ok: true, changes: [...first, ...more], next: { ...after, view: more.reduce<ExecutionView>(evolve, view) } };
};

const create = ({ executionId: id, plan, trigger }: CreateExecution, moment: Moment): Decision => {
  const at = isoTime(moment.now);
  const view = viewOfPlan({ id, plan, trigger, at });
  const decision = change({ view, plan, claims: {} }, [], moment);
  if (!decision.ok) return decision;
  return { ...decision, changes: [{ type: 'execution.created', data: { execution: view }, at }, ...decision.changes] };
};

const attemptIn = (view: ExecutionView, id: AttemptId) => {
  const parts = partsOfAttempt(id);
  const step = parts && stepOf(view, parts.stepId);
  const attempt = step?.attempts.find(one => one.id === id);
  return step && attempt ? { step, attempt, facts: { stepId: step.id, attemptId: id, n: attempt.n } } : undefined;
};

const claim = (before: Execution, { attemptId, session, nonce }: Of<'claim'>, moment: Moment): Decision => {
  const found = attemptIn(before.view, attemptId);
  if (!found) return refuse('unknown-attempt');
  const held = before.claims[attemptId];
  if (held && held.nonce !== nonce) return refuse('claimed-by-another');
  if (held && found.attempt.status !== 'running') return refuse('not-running');
  // The same nonce is the same connector, perhaps restarted before it heard of its grant.
  if (held) return adopt(before, { type: 'adopt', attemptId, session, nonce }, moment);
  if (found.step.status !== 'queued' || found.attempt.status !== 'queued') return refuse('not-queued');
  const at = isoTime(moment.now);
  const claims = { ...before.claims, [attemptId]: { session, nonce } };
  const first: Change[] = before.view.startedAt ? [] : [{ type: 'execution.started', data: {}, at }];
  return change(
    { ...before, claims },
    [...first, { type: 'step.started', data: { ...found.facts, session }, at }],
    moment,
  );
};

const report = (before: Execution, { attemptId, session, nonce, outcome }: Of<'report'>, moment: Moment): Decision => {
  const found = attemptIn(before.view, attemptId);
  if (!found) return refuse('unknown-attempt');
  const held = before.claims[attemptId];
  if (held?.nonce !== nonce || held.session !== session) return refuse('other-session');
  if (found.attempt.status === 'lost') return refuse('other-session');
  if (found.attempt.status !== 'running') return settled(before);
  return change(before, [changeOfEnd(before, found.step, found.facts, { outcome, moment })], moment);
};

const adopt = (before: Execution, { attemptId, session, nonce }: Of<'adopt'>, moment: Moment): Decision => {
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

const cancel = (before: Execution, { actor, reason }: Of<'cancel'>, moment: Moment): Decision => {
  if (isFinal(before.view.status)) return refuse('already-final');
  if (before.view.cancelling) return settled(before);
  return change(before, [{ type: 'execution.cancelling', data: { reason, actor }, at: isoTime(moment.now) }], moment);
};

const lose = (before: Execution, { attemptId, session, reason }: Of<'lose'>, moment: Moment): Decision => {
  const found = attemptIn(before.view, attemptId);
  if (!found) return refuse('unknown-attempt');
  if (found.attempt.status !== 'running') return settled(before);
  if (before.claims[attemptId]?.session !== session) return refuse('other-session');
  return change(before, [changeOfEnd(before, found.step, found.facts, { lost: reason, moment })], moment);
};

/** Attempts that run now, with the session each belongs to. */
export const runningAttempts = ({
  view,
  claims,
}: Execution): { attemptId: AttemptId; session: SessionId; step: StepView }[] =>
  view.steps.flatMap(step => {
    const attempt = lastAttempt(step);
    const held = attempt && claims[attempt.id];
    return attempt?.status === 'running' && held ? [{ attemptId: attempt.id, session: held.session, step }] : [];
  });
