import type { Outcome } from '@switchyard/contracts';
import { aRetry, aStage, aStep } from '@switchyard/testkit';
import { alpha, attempt, beta, outcome, Story } from './decide.story.js';

const failed: Partial<Outcome> = { exitCode: 3 };

describe('stages and steps', () => {
  it('runs the steps of a stage in order, and the stages one after another', () => {
    const story = new Story([aStage('build', [aStep('a'), aStep('b')]), aStage('test', [aStep('c')])]);
    expect(story.statuses).toEqual({ a: 'queued', b: 'waiting', c: 'waiting' });
    story.run('a');
    expect(story.statuses).toEqual({ a: 'success', b: 'queued', c: 'waiting' });
    expect(story.run('b')).toEqual(['step.started', 'step.finished', 'stage.finished', 'stage.started', 'step.queued']);
    expect(story.run('c')).toEqual(['step.started', 'step.finished', 'stage.finished', 'execution.finished']);
    expect(story.view).toMatchObject({ status: 'success', stages: [{ status: 'success' }, { status: 'success' }] });
  });

  it('tells with the end of a step also when it began', () => {
    const story = new Story([aStage('build', [aStep('a'), aStep('b')])]);
    story.claim('a');
    story.now += 2_000;
    const { session, nonce } = { session: alpha, nonce: `nonce-of-${alpha}-000` };
    const ended = story.try({ type: 'report', attemptId: attempt('a'), session, nonce, outcome: outcome(failed) });
    expect(ended.ok && ended.changes[0]).toMatchObject({
      type: 'step.finished',
      data: { startedAt: '2026-01-01T00:00:00.000Z', finishedAt: '2026-01-01T00:00:01.000Z' },
    });
  });

  it('queues all steps of a parallel stage at once, but those with needs', () => {
    const story = new Story([
      aStage('all', [aStep('a'), aStep('b'), aStep('c', { needs: ['a', 'b'] })], { parallel: true }),
    ]);
    expect(story.statuses).toEqual({ a: 'queued', b: 'queued', c: 'waiting' });
    story.run('b');
    expect(story.statuses).toMatchObject({ c: 'waiting' });
    story.run('a');
    expect(story.statuses).toMatchObject({ c: 'queued' });
  });

  it('skips what comes after a failure and says why', () => {
    const story = new Story([aStage('build', [aStep('a'), aStep('b')]), aStage('test', [aStep('c')])]);
    story.run('a', failed);
    expect(story.step('b')).toMatchObject({ status: 'skipped', reason: 'step a ended with failed' });
    expect(story.step('c')).toMatchObject({ status: 'skipped', reason: 'stage build ended with failed' });
    expect(story.view).toMatchObject({ status: 'failed', reason: 'step a: exit code 3' });
    expect(story.view.stages.map(stage => stage.status)).toEqual(['failed', 'skipped']);
  });

  it('lets the others of a parallel stage end by themselves', () => {
    const story = new Story([aStage('all', [aStep('a'), aStep('b')], { parallel: true })]);
    story.claim('b');
    story.run('a', failed);
    expect(story.view.status).toBe('running');
    story.report('b');
    expect(story.view.status).toBe('failed');
  });

  it('goes on after a failure the step allows, and shows it', () => {
    const story = new Story([aStage('build', [aStep('a', { continueOnError: true }), aStep('b')])]);
    story.run('a', failed);
    story.run('b');
    expect(story.statuses).toEqual({ a: 'failed', b: 'success' });
    expect(story.view.status).toBe('success');
  });
});

describe('claims', () => {
  it('answers the same nonce with the same grant, without a change', () => {
    const story = new Story([aStage('build', [aStep('a')])]);
    expect(story.claim('a')).toEqual(['execution.started', 'step.started']);
    expect(story.claim('a')).toEqual([]);
  });

  it('refuses the second worker', () => {
    const story = new Story([aStage('build', [aStep('a')])]);
    story.claim('a');
    const second = story.try({ type: 'claim', attemptId: attempt('a'), session: beta, nonce: 'nonce-of-beta-000' });
    expect(second).toEqual({ ok: false, reason: 'claimed-by-another' });
  });

  it('refuses attempts that do not exist, and all after the end', () => {
    const story = new Story([aStage('build', [aStep('a')])]);
    expect(
      story.try({ type: 'claim', attemptId: attempt('a', 2), session: alpha, nonce: 'n'.repeat(16) }),
    ).toMatchObject({ reason: 'unknown-attempt' });
    story.do({ type: 'cancel', actor: 'alice', reason: 'stop' });
    expect(story.try({ type: 'claim', attemptId: attempt('a'), session: alpha, nonce: 'n'.repeat(16) })).toMatchObject({
      reason: 'not-queued',
    });
  });
});

describe('reports', () => {
  it('takes a report twice and changes nothing the second time', () => {
    const story = new Story([aStage('build', [aStep('a'), aStep('b')])]);
    story.run('a');
    expect(story.report('a')).toEqual([]);
  });

  it('refuses the report of a session that has lost the attempt', () => {
    const story = new Story([aStage('build', [aStep('a')])]);
    story.claim('a');
    story.do({ type: 'lose', attemptId: attempt('a'), session: alpha, reason: 'silent' });
    expect(story.step('a')).toMatchObject({ status: 'failed', failure: 'platform', reason: 'silent' });
    expect(
      story.try({
        type: 'report',
        attemptId: attempt('a'),
        session: alpha,
        nonce: 'nonce-of-alpha-000',
        outcome: outcome(),
      }),
    ).toEqual({
      ok: false,
      reason: 'other-session',
    });
  });

  it('moves an attempt to the session that adopts it, with the right nonce only', () => {
    const story = new Story([aStage('build', [aStep('a')])]);
    story.claim('a');
    expect(story.try({ type: 'adopt', attemptId: attempt('a'), session: beta, nonce: 'wrong' })).toMatchObject({
      ok: false,
    });
    expect(story.do({ type: 'adopt', attemptId: attempt('a'), session: beta, nonce: 'nonce-of-alpha-000' })).toEqual([
      'step.adopted',
    ]);
    expect(story.try({ type: 'lose', attemptId: attempt('a'), session: alpha, reason: 'silent' })).toMatchObject({
      reason: 'other-session',
    });
    story.do({
      type: 'report',
      attemptId: attempt('a'),
      session: beta,
      nonce: 'nonce-of-alpha-000',
      outcome: outcome(),
    });
    expect(story.view.status).toBe('success');
  });
});

describe('cancel', () => {
  it('ends at once what only waits, and waits for what runs', () => {
    const story = new Story([
      aStage('all', [aStep('a'), aStep('b'), aStep('c', { needs: ['a'] })], { parallel: true }),
    ]);
    story.claim('a');
    expect(story.do({ type: 'cancel', actor: 'alice', reason: 'enough' })).toEqual([
      'execution.cancelling',
      'step.skipped',
      'step.skipped',
    ]);
    expect(story.statuses).toEqual({ a: 'running', b: 'cancelled', c: 'cancelled' });
    story.report('a', { kind: 'cancelled' });
    expect(story.view).toMatchObject({ status: 'cancelled', reason: 'enough' });
    expect(story.try({ type: 'cancel', actor: 'alice', reason: 'again' })).toEqual({
      ok: false,
      reason: 'already-final',
    });
  });
});

describe('retries', () => {
  it('repeats what the step declares, not before its time, and then gives up', () => {
    const story = new Story([aStage('build', [aStep('a', { retry: aRetry(1) })])]);
    expect(story.run('a', failed)).toContain('step.retrying');
    expect(story.statuses).toEqual({ a: 'waiting' });
    expect(story.later(400)).toEqual([]);
    expect(story.later(200)).toEqual(['step.queued']);
    expect(story.step('a').retryAt).toBeUndefined();
    story.run('a', failed, 2);
    expect(story.step('a')).toMatchObject({ status: 'failed', attempts: [{ exitCode: 3 }, { exitCode: 3 }] });
  });

  it('does not repeat a failure of another class', () => {
    const story = new Story([aStage('build', [aStep('a', { retry: aRetry(3, ['platform']) })])]);
    story.run('a', failed);
    expect(story.view.status).toBe('failed');
  });

  it('does not repeat after a cancel', () => {
    const story = new Story([aStage('build', [aStep('a', { retry: aRetry(3) })])]);
    story.run('a', failed);
    story.do({ type: 'cancel', actor: 'alice', reason: 'enough' });
    expect(story.view).toMatchObject({ status: 'cancelled' });
  });
});

describe('timeouts', () => {
  it('ends a step that ran out of time as timeout, and the execution too', () => {
    const story = new Story([aStage('build', [aStep('a')])]);
    story.run('a', { kind: 'timeout', exitCode: 0, reason: 'after 2 s' });
    expect(story.view).toMatchObject({ status: 'timeout', reason: 'step a: after 2 s' });
  });

  it('queues nothing after the deadline of the execution', () => {
    const story = new Story([aStage('build', [aStep('a'), aStep('b')])], { timeoutSeconds: 10 });
    story.claim('a');
    expect(story.later(10_000)).toEqual(['step.skipped']);
    story.report('a');
    expect(story.step('b')).toMatchObject({ status: 'timeout' });
    expect(story.view.status).toBe('timeout');
  });

  it('counts the time of a stage from the first of its steps that began, wherever that one stands', () => {
    const steps = [aStep('a'), aStep('b'), aStep('c', { needs: ['a'] })];
    const story = new Story([
      aStage('before', [aStep('early')]),
      aStage('build', steps, { parallel: true, timeoutSeconds: 10 }),
    ]);
    story.run('early');
    story.now += 60_000;
    story.claim('b');
    story.now += 4_000;
    story.claim('a');
    expect(story.later(5_999)).toEqual([]);
    expect(story.later(1)).toEqual(['step.skipped']);
    expect(story.step('c')).toMatchObject({ status: 'timeout' });
  });
});
