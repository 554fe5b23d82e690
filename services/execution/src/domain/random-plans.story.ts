import {
  attemptIdOf,
  type CellPlan,
  type Outcome,
  type SessionId,
  type StagePlan,
  type StepId,
  type When,
} from '@switchyard/contracts';
import { aPlan, aRetry, aStage, aStep, aTrigger, anExecutionId } from '@switchyard/testkit';
import fc from 'fast-check';
import type { Command } from './commands.js';
import { decide } from './decide.js';
import type { Change, Execution } from './execution.js';

export const id = anExecutionId();
const stepNames = ['a', 'b', 'c', 'd', 'e'];
export const sessions = ['alpha', 'beta'] as SessionId[];

const cell: fc.Arbitrary<Omit<CellPlan, 'values' | 'matrix'> | undefined> = fc.constantFrom(
  undefined,
  { failFast: true },
  { failFast: false, maxParallel: 1 },
  { failFast: true, maxParallel: 2 },
);

export const stages: fc.Arbitrary<StagePlan[]> = fc
  .record({
    parallel: fc.boolean(),
    cut: fc.integer({ min: 1, max: 4 }),
    continueOnError: fc.boolean(),
    retries: fc.integer({ min: 0, max: 2 }),
    needs: fc.subarray(['a', 'b']),
    when: fc.constantFrom<(When | undefined)[]>(undefined, undefined, 'failure', 'always'),
    condition: fc.constantFrom<string[]>([], [], ["steps.a.status == 'success'"], ['false'], ["env.NOWHERE == ''"]),
    quorum: fc.integer({ min: 0, max: 2 }),
    cell,
    fallbacks: fc.subarray(['docker', 'shell'] as const),
    template: fc.constantFrom('v${{ steps.a.status }}', 'v${{ steps.a.outputs.v }}'),
  })
  .map(({ parallel, cut, continueOnError, retries, needs, when, condition, quorum, cell, fallbacks, template }) => {
    const steps = stepNames.map((name, index) =>
      aStep(name, {
        ...(cell && 'bcd'.includes(name)
          ? { cell: { ...cell, matrix: `m${index < cut ? 1 : 2}`, values: { name } } }
          : {}),
        ...(fallbacks.length > 0 ? { fallbacks } : {}),
        ...(name === 'a' ? { outputs: ['v'] } : {}),
        ...(name === 'd' ? { environment: { V: '' }, templates: { 'environment.V': template } } : {}),
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

export const outcome: fc.Arbitrary<Outcome> = fc
  .record({
    kind: fc.constantFrom('exited', 'signalled', 'timeout', 'cancelled', 'failed'),
    exitCode: fc.constantFrom(0, 0, 0, 1),
    outputs: fc.constantFrom<Record<string, string>[]>({}, { v: '1' }, { v: '1', w: '2' }),
  })
  .map(({ kind, exitCode, outputs }) => ({
    kind: kind as Outcome['kind'],
    ...(kind === 'exited' ? { exitCode } : { reason: kind }),
    startedAt: '2026-01-01T00:00:00.000Z',
    finishedAt: '2026-01-01T00:00:01.000Z',
    logBytes: 0,
    droppedBytes: 0,
    ...(Object.keys(outputs).length > 0 ? { outputs } : {}),
  }));

const target = fc.record({
  attemptId: fc
    .tuple(fc.constantFrom(...stepNames), fc.integer({ min: 1, max: 4 }))
    .map(([step, n]) => attemptIdOf(id, step as StepId, n)),
  session: fc.constantFrom(...sessions),
});
const withNonce = target.map(one => ({ ...one, nonce: `nonce-of-${one.session}-000` }));

export const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 8, arbitrary: withNonce.map(one => ({ type: 'claim' as const, ...one })) },
  {
    weight: 8,
    arbitrary: fc.tuple(withNonce, outcome).map(([one, end]) => ({ type: 'report' as const, ...one, outcome: end })),
  },
  { weight: 2, arbitrary: withNonce.map(one => ({ type: 'adopt' as const, ...one })) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(withNonce, fc.constantFrom('site', 'results'), fc.integer({ min: 0, max: 2 }))
      .map(([one, name, files]) => ({ type: 'keep' as const, ...one, artifact: { name, files, bytes: 3 * files } })),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(withNonce, fc.integer({ min: 1, max: 2 }))
      .map(([one, port]) => ({ type: 'publish' as const, ...one, ports: [{ name: 'http', address: '::1', port }] })),
  },
  { weight: 2, arbitrary: target.map(one => ({ type: 'lose' as const, ...one, reason: 'silent' })) },
  { weight: 2, arbitrary: target.map(({ attemptId }) => ({ type: 'move' as const, attemptId, reason: 'nobody' })) },
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

export interface Run {
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
export const play = (plan: StagePlan[], commands: Command[]): Run => {
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

export const commands = fc.array(command, { maxLength: 80 });
