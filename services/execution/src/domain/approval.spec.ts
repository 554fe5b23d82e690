import type { StepId } from '@switchyard/contracts';
import { aRetry, aStage, aStep } from '@switchyard/testkit';
import { Story } from './decide.story.js';

const held = (options: { by?: string[]; quorum?: number; expiresSeconds?: number } = {}) =>
  new Story([
    aStage('test', [aStep('test')]),
    aStage('deploy', [aStep('deploy', { approval: { by: [], quorum: 1, ...options }, retry: aRetry(1) })]),
  ]);

describe('a step that wants an approval', () => {
  it('asks when its turn has come, and runs when somebody agrees', () => {
    const story = held();
    expect(story.statuses).toMatchObject({ deploy: 'waiting' });
    expect(story.run('test')).toEqual([
      'execution.started',
      'step.started',
      'step.finished',
      'stage.finished',
      'stage.started',
      'step.held',
    ]);
    expect(story.statuses).toMatchObject({ deploy: 'waiting-approval' });
    expect(story.review('deploy', 'alice')).toEqual(['step.reviewed', 'step.queued']);
    story.run('deploy', { exitCode: 1 });
    story.later(1_000);
    expect(story.statuses).toMatchObject({ deploy: 'queued' });
  });

  it('counts different people', () => {
    const story = held({ quorum: 2 });
    story.run('test');
    expect(story.review('deploy', 'alice')).toEqual(['step.reviewed']);
    expect(story.review('deploy', 'alice')).toEqual([]);
    expect(story.review('deploy', 'bob')).toEqual(['step.reviewed', 'step.queued']);
  });

  it('ends as failed by policy when one of them says no', () => {
    const story = held({ quorum: 2 });
    story.run('test');
    story.review('deploy', 'alice');
    story.review('deploy', 'bob', 'reject');
    expect(story.step('deploy')).toMatchObject({ status: 'failed', failure: 'policy', reason: 'rejected by bob' });
    expect(story.view.status).toBe('failed');
  });

  it('refuses people who are not asked, steps that are not held, and steps that are not there', () => {
    const story = held({ by: ['alice'] });
    const say = (stepId: string, actor: string) =>
      story.try({ type: 'review', stepId: stepId as StepId, actor, verdict: 'approve' });
    expect(say('deploy', 'alice')).toEqual({ ok: false, reason: 'not-held' });
    story.run('test');
    expect(say('deploy', 'bob')).toEqual({ ok: false, reason: 'not-allowed' });
    expect(say('nowhere', 'alice')).toEqual({ ok: false, reason: 'unknown-step' });
    expect(say('deploy', 'alice').ok).toBe(true);
  });

  it('does not wait longer than it says', () => {
    const story = held({ quorum: 2, expiresSeconds: 60 });
    story.run('test');
    story.review('deploy', 'alice');
    expect(story.later(59_000)).toEqual([]);
    story.later(1_000);
    expect(story.step('deploy')).toMatchObject({
      status: 'timeout',
      failure: 'policy',
      reason: '1 of 2 approvals had been given when the time for them was over',
    });
    expect(story.view.status).toBe('timeout');
  });

  it('can be cancelled while it waits', () => {
    const story = held();
    story.run('test');
    story.do({ type: 'cancel', actor: 'alice', reason: 'enough' });
    expect(story.view.status).toBe('cancelled');
  });
});

describe('a paused execution', () => {
  const pause = { type: 'pause', actor: 'alice', reason: 'look first' } as const;

  it('starts nothing more, lets what runs go on, and goes on where it was', () => {
    const story = new Story([aStage('s', [aStep('a'), aStep('b')])]);
    story.claim('a');
    expect(story.do(pause)).toEqual(['execution.paused']);
    expect(story.do(pause)).toEqual([]);
    story.report('a');
    expect(story.statuses).toEqual({ a: 'success', b: 'waiting' });
    expect(story.do({ type: 'resume', actor: 'bob' })).toEqual(['execution.resumed', 'step.queued']);
    expect(story.do({ type: 'resume', actor: 'bob' })).toEqual([]);
    expect(story.view.paused).toBeUndefined();
  });

  it('gives no worker a step that was queued before', () => {
    const story = new Story([aStage('s', [aStep('a')])]);
    story.do(pause);
    expect(() => story.claim('a')).toThrow('refused: paused');
    story.do({ type: 'resume', actor: 'bob' });
    story.run('a');
    expect(story.view.status).toBe('success');
  });

  it('can be cancelled, and not be paused when it has ended', () => {
    const story = new Story([aStage('s', [aStep('a')])]);
    story.do(pause);
    story.do({ type: 'cancel', actor: 'alice', reason: 'enough' });
    expect(story.view.status).toBe('cancelled');
    expect(story.try(pause)).toEqual({ ok: false, reason: 'already-final' });
  });
});

describe('an execution of a concurrency group', () => {
  const grouped = () =>
    new Story([aStage('s', [aStep('a')])], { concurrency: { group: 'deploy', limit: 1, onFull: 'queue' } });

  it('starts when it is admitted', () => {
    const story = grouped();
    expect(story.view).toMatchObject({ status: 'pending', group: { name: 'deploy', limit: 1, admitted: false } });
    expect(story.do({ type: 'admit' })).toEqual(['execution.admitted', 'stage.started', 'step.queued']);
    expect(story.do({ type: 'admit' })).toEqual([]);
  });

  it('can be cancelled while it waits', () => {
    const story = grouped();
    story.do({ type: 'cancel', actor: 'alice', reason: 'enough' });
    expect(story.view.status).toBe('cancelled');
    expect(story.try({ type: 'admit' })).toEqual({ ok: false, reason: 'already-final' });
  });
});
