import type { AttemptView, StepId } from '@switchyard/contracts';
import { aView, at } from '../../graph/a-view.story.js';
import { attemptOf, attemptStatus, inOrder, likeliestStep, reasonOf, reasonsOf, wholeReason } from './view-model.js';

const stepsOf = (...statuses: string[]) =>
  aView([{ id: 's', steps: statuses.map((status, n) => ({ id: `s${n}`, status: status as 'queued' })) }]);

describe('reasons', () => {
  const view = stepsOf('queued', 'failed');
  const [queued, failed] = view.steps as [(typeof view.steps)[number], (typeof view.steps)[number]];

  it('are the platform’s own, until the step goes on', () => {
    const reasons = reasonsOf([{ stepId: queued.id, sentence: 'no connector is there' }], view);
    expect(reasonOf(queued, reasons)?.sentence).toBe('no connector is there');
    expect(reasonOf({ ...queued, status: 'running' }, reasons)).toBeUndefined();
  });

  it('stand with what ended badly', () => {
    expect(reasonOf({ ...failed, reason: 'exit code 3' }, new Map())).toEqual({ sentence: 'exit code 3' });
    expect(reasonOf({ ...queued, reason: 'an older one' }, new Map())).toBeUndefined();
  });

  it('say what was kept, and what was not right although it did not fail', () => {
    const good = { ...failed, status: 'success' as const };
    expect(reasonOf({ ...good, keptFrom: '01m84ywxq4t4m5vxz8d1n6c0pe' as never }, new Map())?.cause?.kind).toBe(
      'execution',
    );
    expect(reasonOf({ ...good, warning: 'output x is missing' }, new Map())?.sentence).toBe('output x is missing');
    expect(reasonOf(good, new Map())).toBeUndefined();
  });

  it('are told of the whole: a pause, a cancel, an end', () => {
    expect(
      wholeReason({ ...view, paused: { actor: 'bob', at: at(1), reason: 'look first' } }, new Map())?.sentence,
    ).toBe('paused by bob: look first');
    expect(wholeReason({ ...view, cancelling: { actor: 'bob', reason: 'enough' } }, new Map())?.sentence).toBe(
      'being cancelled: enough',
    );
    expect(wholeReason({ ...view, status: 'failed', reason: 'step a: exit code 1' }, new Map())?.sentence).toBe(
      'step a: exit code 1',
    );
    expect(wholeReason(view, reasonsOf([{ sentence: 'waits for its group' }], view))?.sentence).toBe(
      'waits for its group',
    );
  });
});

describe('several steps', () => {
  it('are in the order of their stages', () => {
    const view = aView([
      { id: 'a', steps: [{ id: 'x' }, { id: 'y' }] },
      { id: 'b', steps: [{ id: 'z' }] },
    ]);
    expect(inOrder({ ...view, steps: view.steps.toReversed() })).toEqual(['x', 'y', 'z']);
  });
});

describe('the step that is looked at', () => {
  it.each([
    [['success', 'failed', 'running'], 's1'],
    [['success', 'waiting-approval', 'running'], 's1'],
    [['success', 'running', 'waiting'], 's1'],
    [['waiting', 'queued'], 's1'],
    [['waiting', 'waiting'], 's0'],
  ])('of %j is %s', (statuses, id) => {
    expect(likeliestStep(stepsOf(...statuses))).toBe(id);
  });

  it('is the last that ran when all went well', () => {
    const steps = [
      { id: 'a', tries: [[0, 1, 2]] as [[number, number, number]] },
      { id: 'b', tries: [[2, 3, 4]] as [[number, number, number]] },
    ];
    expect(likeliestStep(aView([{ id: 's', steps: [...steps, { id: 'c', status: 'skipped' as const }] }]))).toBe('b');
    expect(likeliestStep(aView([]))).toBeUndefined();
  });

  it('is shown with the attempt that is named, else with the last', () => {
    const [step] = aView([
      {
        id: 's',
        steps: [
          {
            id: 'a' as StepId,
            tries: [
              [0, 1, 2, 'user'],
              [3, 4],
            ],
          },
        ],
      },
    ]).steps;
    if (!step) throw new Error('no step');
    expect([attemptOf(step, 1)?.n, attemptOf(step, 7)?.n, attemptOf(step, undefined)?.n]).toEqual([1, 2, 2]);
  });
});

it.each<[Partial<AttemptView>, string]>([
  [{ status: 'running' }, 'running'],
  [{ status: 'lost', failure: 'platform' }, 'lost'],
  [{ status: 'done', startedAt: at(0) }, 'success'],
  [{ status: 'done' }, 'skipped'],
  [{ status: 'done', failure: 'user' }, 'failed'],
  [{ status: 'done', failure: 'timeout' }, 'timeout'],
])('an attempt %j is %s', (attempt, status) => {
  expect(attemptStatus(attempt as AttemptView)).toBe(status);
});
