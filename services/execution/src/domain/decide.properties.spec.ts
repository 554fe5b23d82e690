import { attemptIdOf, isFinal, type StepStatus } from '@switchyard/contracts';
import { changeOf, evolve } from '@switchyard/contracts/evolve';
import fc from 'fast-check';
import { countedAttempts } from './fallbacks.js';
import { decide } from './decide.js';
import { envelopes } from './envelope.js';
import { endedWell, type Execution, stepPlanOf } from './execution.js';
import { executionMoves, stepMoves } from './moves.js';
import { command, commands, id, outcome, play, sessions, stages } from './random-plans.story.js';

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

  it('no step starts before all it needs has ended, and no more cells run or wait for a worker than may', () => {
    fc.assert(
      fc.property(stages, commands, (plan, list) => {
        const { views, execution } = play(plan, list);
        for (const view of views) {
          const busy = view.steps.filter(({ status }) => status === 'queued' || status === 'running');
          const ended = new Set(view.steps.filter(({ status }) => isFinal(status)).map(step => step.id));
          for (const step of busy) expect(step.needs.filter(one => !ended.has(one))).toEqual([]);
          for (const { id: step, cell } of busy) {
            const most = stepPlanOf(execution.plan, step)?.cell?.maxParallel ?? Infinity;
            expect(busy.filter(one => cell && one.cell?.matrix === cell.matrix).length).toBeLessThanOrEqual(most);
          }
        }
      }),
      { numRuns: runs },
    );
  });

  it('a cell that ended badly by itself leaves no other one waiting, and none running untold, where its matrix fails fast', () => {
    fc.assert(
      fc.property(stages, commands, (plan, list) => {
        const { views, execution } = play(plan, list);
        for (const { steps, cancelling } of views) {
          const cells = steps.filter(step => step.cell && stepPlanOf(execution.plan, step.id)?.cell?.failFast);
          const culprit = cells.find(
            step => (step.status === 'failed' || step.status === 'timeout') && !endedWell(step),
          );
          for (const step of cells.filter(one => one.cell?.matrix === culprit?.cell?.matrix))
            expect(isFinal(step.status) || step.stopping !== undefined || cancelling !== undefined).toBe(true);
        }
      }),
      { numRuns: runs },
    );
  });

  it('a step moves through its fall-backs in their order, and is repeated no more often than it says', () => {
    fc.assert(
      fc.property(stages, commands, (plan, list) => {
        const { execution } = play(plan, list);
        for (const step of execution.view.steps) {
          const { connector, fallbacks = [], retry } = stepPlanOf(execution.plan, step.id)!;
          const order = [connector, ...fallbacks];
          const moves = step.attempts.map(one => one.movedTo).filter(to => to !== undefined);
          expect(moves).toEqual(order.slice(1, 1 + moves.length));
          expect(step.connector).toBe(order[moves.length]);
          expect(countedAttempts(step)).toBeLessThanOrEqual(1 + (retry?.limit ?? 0));
          for (const { n, connector: on } of step.attempts)
            expect(on).toBe(order[step.attempts.slice(0, n - 1).filter(one => one.movedTo).length]);
        }
      }),
      { numRuns: runs },
    );
  });

  it('only declared outputs are kept', () => {
    fc.assert(
      fc.property(stages, commands, (plan, list) => {
        for (const { id: step, outputs = {} } of play(plan, list).execution.view.steps)
          expect(Object.keys(outputs).filter(name => step !== 'a' || name !== 'v')).toEqual([]);
      }),
      { numRuns: 500 },
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
