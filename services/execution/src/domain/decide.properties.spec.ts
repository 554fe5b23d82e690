import {
  attemptIdOf,
  isFinal,
  type Outcome,
  type SessionId,
  type StagePlan,
  type StepId,
  type StepStatus,
  type When,
} from '@switchyard/contracts';
import { aPlan, aRetry, aStage, aStep, aTrigger, anExecutionId } from '@switchyard/testkit';
import fc from 'fast-check';
import type { Command } from './commands.js';
import { decide } from './decide.js';
import { changeOf, envelopes } from './envelope.js';
import { evolve } from './evolve.js';
import type { Change, Execution } from './execution.js';
import { executionMoves, stepMoves } from './moves.js';

const id = anExecutionId();
const stepNames = ['a', 'b', 'c', 'd', 'e'];
const sessions = ['alpha', 'beta'] as SessionId[];

const stages: fc.Arbitrary<StagePlan[]> = fc
  .record({
    parallel: fc.boolean(),
    cut: fc.integer({ min: 1, max: 4 }),
    continueOnError: fc.boolean(),
    retries: fc.integer({ min: 0, max: 2 }),
    needs: fc.subarray(['a', 'b']),
    when: fc.constantFrom<(When | undefined)[]>(undefined, undefined, 'failure', 'always'),
    condition: fc.constantFrom<string[]>([], [], ["steps.a.status == 'success'"], ['false'], ["env.NOWHERE == ''"]),
    quorum: fc.integer({ min: 0, max: 2 }),
  })
  .map(({ parallel, cut, continueOnError, retries, needs, when, condition, quorum }) => {
    const steps = stepNames.map(name =>
      aStep(name, {
        continueOnError,
        needs: name === 'e' ? needs : [],
        ...(name === 'd' && when ? { when } : {}),
        conditions: name === 'c' ? condition : [],
        ...(name === 'b' && quorum ? { approval: { by: [], quorum, expiresSeconds: 300 } } : {}),
        ...(retries ? { retry: aRetry(retries) } : {}),
      }),
    );
    return [aStage('one', steps.slice(0, cut), { parallel }), aStage('two', steps.slice(cut), { parallel: !parallel })];
  });

const outcome: fc.Arbitrary<Outcome> = fc
  .record({
    kind: fc.constantFrom('exited', 'signalled', 'timeout', 'cancelled', 'failed'),
    exitCode: fc.constantFrom(0, 0, 0, 1),
  })
  .map(({ kind, exitCode }) => ({
    kind: kind as Outcome['kind'],
    ...(kind === 'exited' ? { exitCode } : { reason: kind }),
    startedAt: '2026-01-01T00:00:00.000Z',
    finishedAt: '2026-01-01T00:00:01.000Z',
    logBytes: 0,
    droppedBytes: 0,
  }));

const target = fc.record({
  attemptId: fc
    .tuple(fc.constantFrom(...stepNames), fc.integer({ min: 1, max: 3 }))
    .map(([step, n]) => attemptIdOf(id, step as StepId, n)),
  session: fc.constantFrom(...sessions),
});
const withNonce = target.map(one => ({ ...one, nonce: `nonce-of-${one.session}-000` }));

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 8, arbitrary: withNonce.map(one => ({ type: 'claim' as const, ...one })) },
  {
    weight: 8,
    arbitrary: fc.tuple(withNonce, outcome).map(([one, end]) => ({ type: 'report' as const, ...one, outcome: end })),
  },
  { weight: 2, arbitrary: withNonce.map(one => ({ type: 'adopt' as const, ...one })) },
  { weight: 2, arbitrary: target.map(one => ({ type: 'lose' as const, ...one, reason: 'silent' })) },
  { weight: 3, arbitrary: fc.constant({ type: 'tick' as const }) },
  { weight: 1, arbitrary: fc.constant({ type: 'cancel' as const, actor: 'alice', reason: 'enough' }) },
  { weight: 1, arbitrary: fc.constant({ type: 'cancel' as const, actor: 'bob', reason: 'now', force: true }) },
  { weight: 1, arbitrary: fc.constant({ type: 'pause' as const, actor: 'alice' }) },
  { weight: 2, arbitrary: fc.constant({ type: 'resume' as const, actor: 'alice' }) },
  {
    weight: 2,
    arbitrary: fc
      .record({ actor: fc.constantFrom('alice', 'bob'), verdict: fc.constantFrom('approve', 'approve', 'reject') })
      .map(one => ({ type: 'review' as const, stepId: 'b' as StepId, ...one }) as Command),
  },
);

interface Run {
  execution: Execution;
  changes: Change[];
  views: Execution['view'][];
}

const start = (plan: StagePlan[]): Run => {
  const message = { v: 1 as const, executionId: id, plan: aPlan(plan), trigger: aTrigger() };
  const born = decide(undefined, { type: 'create', message }, { now: 0, chance: 0 });
  if (!born.ok) throw new Error(born.reason);
  return { execution: born.next, changes: [...born.changes], views: [born.next.view] };
};

/** Any commands, in any order, each up to three times. */
const play = (plan: StagePlan[], commands: Command[]): Run => {
  const run = start(plan);
  let now = 0;
  for (const one of commands) {
    now += 700;
    const decision = decide(run.execution, one, { now, chance: 0.5 });
    if (!decision.ok) continue;
    run.execution = decision.next;
    run.changes.push(...decision.changes);
    run.views.push(decision.next.view);
  }
  return run;
};

const commands = fc.array(command, { maxLength: 80 });
const runs = 2_000;

describe('whatever arrives, in whatever order, however often', () => {
  it('the view is the fold of the events, byte for byte', () => {
    fc.assert(
      fc.property(stages, commands, (plan, list) => {
        const run = play(plan, list);
        const events = JSON.parse(
          JSON.stringify(envelopes(run.execution.view, 0, run.changes, undefined)),
        ) as ReturnType<typeof envelopes>;
        const folded = events.map(changeOf).reduce<Execution['view'] | undefined>(evolve, undefined);
        expect(JSON.stringify(folded)).toBe(JSON.stringify(run.execution.view));
        expect(events.map(event => event.data.rev)).toEqual(events.map((_, index) => index + 1));
      }),
      { numRuns: runs },
    );
  });

  it('a repeated command changes nothing', () => {
    fc.assert(
      fc.property(stages, commands, command, (plan, list, last) => {
        const run = play(plan, list);
        const moment = { now: 100_000, chance: 0.5 };
        const once = decide(run.execution, last, moment);
        if (!once.ok) return;
        const twice = decide(once.next, last, moment);
        expect(twice.ok ? twice.changes : []).toEqual([]);
      }),
      { numRuns: runs },
    );
  });

  it('states move by the table only, and final ones never', () => {
    const allowed = (from: StepStatus, to: StepStatus, seen = new Set<StepStatus>()): boolean =>
      from === to || stepMoves[from].some(next => !seen.has(next) && allowed(next, to, new Set([...seen, from])));
    fc.assert(
      fc.property(stages, commands, (plan, list) => {
        const { views } = play(plan, list);
        for (const [index, view] of views.entries()) {
          const before = views[index - 1];
          if (!before) continue;
          expect([before.status, ...executionMoves[before.status], ...executionMoves.running]).toContain(view.status);
          for (const step of view.steps) {
            const was = before.steps.find(one => one.id === step.id)!;
            expect(allowed(was.status, step.status)).toBe(true);
            if (isFinal(was.status)) expect(step).toEqual(was);
          }
          if (isFinal(before.status)) expect(view.rev).toBe(before.rev);
        }
      }),
      { numRuns: runs },
    );
  });

  it('each attempt starts at most once, and one at a time per step', () => {
    fc.assert(
      fc.property(stages, commands, (plan, list) => {
        const { changes, execution } = play(plan, list);
        const started = changes.flatMap(change => (change.type === 'step.started' ? [change.data.attemptId] : []));
        expect(new Set(started).size).toBe(started.length);
        for (const step of execution.view.steps)
          expect(step.attempts.filter(one => one.status === 'running').length).toBeLessThanOrEqual(1);
      }),
      { numRuns: runs },
    );
  });

  it('an execution whose steps all end comes to its end', () => {
    fc.assert(
      fc.property(stages, commands, fc.array(outcome, { minLength: 40, maxLength: 40 }), (plan, list, ends) => {
        let { execution } = play(plan, list);
        let now = 1_000_000;
        const resumed = decide(execution, { type: 'resume', actor: 'alice' }, { now, chance: 0 });
        if (resumed.ok) execution = resumed.next;
        for (const end of ends) {
          now += 60_000;
          for (const type of ['tick', 'claim', 'report'] as const)
            for (const step of execution.view.steps) {
              const attempt = step.attempts.at(-1);
              if (!attempt && type !== 'tick') continue;
              const held = attempt && execution.claims[attempt.id];
              const base = {
                attemptId: attempt?.id ?? attemptIdOf(id, step.id, 1),
                session: held?.session ?? sessions[0]!,
                nonce: held?.nonce ?? 'nonce-of-alpha-000',
              };
              const decision = decide(
                execution,
                type === 'report' ? { type, ...base, outcome: end } : { type, ...base },
                { now, chance: 0 },
              );
              if (decision.ok) execution = decision.next;
            }
        }
        expect(isFinal(execution.view.status)).toBe(true);
        expect(execution.view.steps.every(step => isFinal(step.status))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
