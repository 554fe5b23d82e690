import { aRetry, aStage, aStep } from '@switchyard/testkit';
import { attempt, Story } from './decide.story.js';

const failed = { exitCode: 3 };
const cancel = { type: 'cancel', actor: 'alice', reason: 'enough' } as const;

describe('steps that run after a failure only', () => {
  const stages = () => [
    aStage('build', [aStep('a'), aStep('rescue', { when: 'failure' }), aStep('b')]),
    aStage('end', [aStep('alarm', { when: 'failure' })]),
  ];

  it('are skipped when nothing failed, and hold nobody up', () => {
    const story = new Story(stages());
    story.run('a');
    expect(story.step('rescue')).toMatchObject({
      status: 'skipped',
      reason: 'nothing before it failed',
      cause: { kind: 'policy', ref: 'when: failure' },
    });
    story.run('b');
    expect(story.statuses).toEqual({ a: 'success', rescue: 'skipped', b: 'success', alarm: 'skipped' });
    expect(story.view).toMatchObject({ status: 'success', stages: [{ status: 'success' }, { status: 'skipped' }] });
  });

  it('run when something did, also in a later stage, and do not heal it', () => {
    const story = new Story(stages());
    story.run('a', failed);
    story.run('rescue');
    expect(story.statuses).toEqual({ a: 'failed', rescue: 'success', b: 'skipped', alarm: 'queued' });
    story.run('alarm');
    expect(story.view).toMatchObject({ status: 'failed', reason: 'step a: exit code 3' });
  });

  it('are cancelled with the rest', () => {
    const story = new Story(stages());
    story.claim('a');
    story.do(cancel);
    story.report('a', { kind: 'cancelled' });
    expect(story.statuses).toEqual({ a: 'cancelled', rescue: 'cancelled', b: 'cancelled', alarm: 'cancelled' });
  });
});

describe('steps that always run', () => {
  const stages = () => [
    aStage('work', [aStep('a'), aStep('b')], { parallel: true }),
    aStage('always', [aStep('clean', { when: 'always' }), aStep('report', { when: 'always' })]),
  ];

  it.each([
    ['success', {}],
    ['failed', failed],
  ] as const)('run after %s, when everything before has ended', (status, end) => {
    const story = new Story(stages());
    story.run('a', end);
    expect(story.statuses).toMatchObject({ clean: 'waiting' });
    story.run('b');
    story.run('clean', { exitCode: 1 });
    story.run('report');
    expect(story.view.status).toBe(status === 'success' ? 'failed' : status);
  });

  it('run after a cancel, and can be cancelled by force', () => {
    const story = new Story(stages());
    story.claim('a');
    story.do(cancel);
    expect(story.statuses).toEqual({ a: 'running', b: 'cancelled', clean: 'waiting', report: 'waiting' });
    story.report('a', { kind: 'cancelled' });
    story.claim('clean');
    expect(story.do(cancel)).toEqual([]);
    expect(story.do({ ...cancel, force: true })).toEqual(['execution.cancelling', 'step.skipped']);
    expect(story.do({ ...cancel, force: true })).toEqual([]);
    story.report('clean', { kind: 'cancelled' });
    expect(story.view.status).toBe('cancelled');
    expect(story.statuses).toMatchObject({ clean: 'cancelled', report: 'cancelled' });
  });

  it('may be repeated while the execution is being cancelled', () => {
    const clean = aStep('clean', { when: 'always', retry: aRetry(1) });
    const story = new Story([aStage('work', [aStep('a')]), aStage('end', [clean])]);
    story.do(cancel);
    expect(story.run('clean', failed)).toContain('step.retrying');
    story.later(1_000);
    story.run('clean', {}, 2);
    expect(story.view.status).toBe('cancelled');
  });

  it('run after every deadline', () => {
    const story = new Story(stages(), { timeoutSeconds: 10 });
    story.claim('a');
    story.later(10_000);
    story.report('a', { kind: 'timeout', reason: 'after 10 s' });
    expect(story.statuses).toMatchObject({ b: 'timeout', clean: 'queued' });
    story.run('clean');
    story.run('report');
    expect(story.view.status).toBe('timeout');
  });
});

describe('conditions', () => {
  const onMain = "branch == 'main'";

  it('skip a step, and let those after it go on', () => {
    const story = new Story([aStage('s', [aStep('a', { conditions: [onMain] }), aStep('b')])], { branch: 'other' });
    expect(story.step('a')).toMatchObject({
      status: 'skipped',
      reason: `condition is false: ${onMain}`,
      cause: { kind: 'condition', ref: onMain },
    });
    expect(story.statuses).toMatchObject({ b: 'queued' });
  });

  it('know the steps before', () => {
    const broken = "steps.a.status == 'failed' && steps['a'].exitCode == 3";
    const story = new Story([
      aStage('s', [aStep('a', { continueOnError: true }), aStep('b', { conditions: ['true', broken] })]),
    ]);
    story.run('a', failed);
    expect(story.statuses).toEqual({ a: 'failed', b: 'queued' });
  });

  it('are asked once, before the first attempt', () => {
    const step = aStep('a', { conditions: ['steps.a.exitCode == -1'], retry: aRetry(1) });
    const story = new Story([aStage('s', [step])]);
    story.run('a', failed);
    story.later(1_000);
    expect(story.statuses).toEqual({ a: 'queued' });
  });

  it('fail a step when they cannot be evaluated', () => {
    const story = new Story([aStage('s', [aStep('a', { conditions: ["env.NOWHERE == ''"] }), aStep('b')])]);
    expect(story.step('a')).toMatchObject({
      status: 'failed',
      failure: 'user',
      reason: "condition env.NOWHERE == '': No such key: NOWHERE",
    });
    expect(story.view.status).toBe('failed');
  });

  it('may skip a whole execution, which has then succeeded', () => {
    const story = new Story([aStage('s', [aStep('a', { conditions: ['false'] })])]);
    expect(story.view).toMatchObject({ status: 'success', stages: [{ status: 'skipped' }] });
  });

  it('name the queued attempt of a step that will not be run', () => {
    const story = new Story([aStage('s', [aStep('a')])]);
    const decision = story.try(cancel);
    expect(decision.ok && decision.changes).toContainEqual(
      expect.objectContaining({ type: 'step.skipped', data: expect.objectContaining({ attemptId: attempt('a') }) }),
    );
  });
});
