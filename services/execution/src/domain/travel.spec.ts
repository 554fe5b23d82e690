import { attemptIdOf, type ExecutionStatus, type StepId, type StepPlan } from '@switchyard/contracts';
import { anExecutionId, aPlan, aStage, aStep } from '@switchyard/testkit';
import type { Execution } from './execution.js';
import { travelOf } from './travel.js';

const id = anExecutionId();

/** @param begun steps with the number of their tries */
const execution = (steps: StepPlan[], statuses: string, begun: Record<string, number> = {}): Execution => {
  const words: Record<string, ExecutionStatus | 'waiting'> = { w: 'waiting', r: 'running', s: 'success', f: 'failed' };
  const claims = Object.entries(begun).flatMap(([step, tries]) =>
    Array.from({ length: tries }, (_, n) => [attemptIdOf(id, step as StepId, n + 1), {}]),
  );
  return {
    plan: aPlan([aStage('s', steps)]),
    view: { steps: steps.map((step, index) => ({ id: step.id, status: words[statuses[index] ?? 'w'] })) },
    claims: Object.fromEntries(claims) as object,
  } as unknown as Execution;
};
const travel = (steps: StepPlan[], statuses: string, begun: Record<string, number>, step: string, isAlone = true) =>
  travelOf(execution(steps, statuses, begun), step as StepId, isAlone);

describe('the shared workspace', () => {
  const [a, b, c] = [aStep('a'), aStep('b'), aStep('c')];
  const elsewhere = aStep('b', { connector: 'docker' });
  const own = aStep('b', { workspace: 'own' });

  it('stays where it is in a pool of one session', () => {
    expect(travel([a, b], 'rw', { a: 1 }, 'a')).toEqual({});
    expect(travel([a, b], 'sr', { a: 1, b: 1 }, 'b')).toEqual({});
  });

  it.each([
    ['steps run on several connectors', [a, elsewhere, c], true],
    ['a step may fall back to another', [aStep('a', { fallbacks: ['docker'] }), b, c], true],
    ['a pool has several sessions', [a, b, c], false],
  ])('is kept for those that come, and restored from those that were, where %s', (_when, steps, isAlone) => {
    expect(travel(steps, 'rww', { a: 1 }, 'a', isAlone)).toEqual({ keepWorkspace: true });
    const both = { restoreWorkspace: true, keepWorkspace: true };
    expect(travel(steps, 'srw', { a: 1, b: 1 }, 'b', isAlone)).toEqual(both);
    expect(travel(steps, 'ssr', { a: 1, b: 1, c: 1 }, 'c', isAlone)).toEqual({ restoreWorkspace: true });
  });

  it('is restored for another try, of what the first began with', () => {
    expect(travel([a, b], 'rw', { a: 2 }, 'a', false)).toEqual({ restoreWorkspace: true, keepWorkspace: true });
  });

  it('has nothing to do with steps that have one of their own', () => {
    expect(travel([a, own], 'rw', { a: 1 }, 'a', false)).toEqual({});
    expect(travel([a, own, c], 'srw', { a: 1, b: 1 }, 'b', false)).toEqual({});
    expect(travel([a, own, c], 'fsr', { a: 1, b: 1, c: 1 }, 'c', false)).toEqual({ restoreWorkspace: true });
  });
});
