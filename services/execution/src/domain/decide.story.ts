import {
  type AttemptId,
  attemptIdOf,
  type Outcome,
  type SessionId,
  type StagePlan,
  type StepId,
} from '@switchyard/contracts';
import { aPlan, aTrigger, anExecutionId } from '@switchyard/testkit';
import type { Command, Decision } from './commands.js';
import { decide } from './decide.js';
import type { Execution } from './execution.js';

const id = anExecutionId();
export const alpha = 'alpha' as SessionId;
export const beta = 'beta' as SessionId;
const t0 = Date.UTC(2026, 0, 1);
export const attempt = (step: string, n = 1, of = id): AttemptId => attemptIdOf(of, step as StepId, n);

export const outcome = (over: Partial<Outcome> = {}): Outcome => ({
  kind: 'exited',
  exitCode: 0,
  startedAt: '2026-01-01T00:00:00.000Z',
  finishedAt: '2026-01-01T00:00:01.000Z',
  logBytes: 3,
  droppedBytes: 0,
  ...over,
});

/** Plays commands one after another; each must be accepted unless it is asked with `try`. */
export class Story {
  execution: Execution | undefined;
  now = t0;

  constructor(stages: StagePlan[], options: Parameters<typeof aPlan>[1] & { branch?: string } = {}) {
    const { branch, ...plan } = options;
    const trigger = { ...aTrigger(), ...(branch === undefined ? {} : { branch }) };
    this.do({ type: 'create', message: { v: 1, executionId: id, plan: aPlan(stages, plan), trigger } });
  }

  try(command: Command): Decision {
    const decision = decide(this.execution, command, { now: this.now, chance: 0 });
    if (decision.ok) this.execution = decision.next;
    return decision;
  }

  do(command: Command): string[] {
    const decision = this.try(command);
    if (!decision.ok) throw new Error(`refused: ${decision.reason}`);
    return decision.changes.map(change => change.type);
  }

  claim = (step: string, n = 1, session = alpha, of = id) =>
    this.do({ type: 'claim', attemptId: attempt(step, n, of), session, nonce: `nonce-of-${session}-000` });

  report = (step: string, over: Partial<Outcome> = {}, n = 1, session = alpha, of = id) =>
    this.do({
      type: 'report',
      attemptId: attempt(step, n, of),
      session,
      nonce: `nonce-of-${session}-000`,
      outcome: outcome(over),
    });

  run = (step: string, over: Partial<Outcome> = {}, n = 1) => [...this.claim(step, n), ...this.report(step, over, n)];

  review = (step: string, actor: string, verdict: 'approve' | 'reject' = 'approve') =>
    this.do({ type: 'review', stepId: step as StepId, actor, verdict });

  later(ms: number): string[] {
    this.now += ms;
    return this.do({ type: 'tick' });
  }

  get statuses() {
    return Object.fromEntries(this.view.steps.map(step => [step.id, step.status]));
  }

  get view() {
    if (!this.execution) throw new Error('nothing was created');
    return this.execution.view;
  }

  step(name: string) {
    const found = this.view.steps.find(step => step.id === name);
    if (!found) throw new Error(`no step ${name}`);
    return found;
  }
}
