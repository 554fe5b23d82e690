import { aRetry, aStage, aStep } from '@switchyard/testkit';
import { attempt, Story } from './decide.story.js';
import { explainStep } from './why.js';

const withFallbacks = (options: Parameters<typeof aStep>[1] = {}) =>
  new Story([aStage('s', [aStep('a', { connector: 'docker', fallbacks: ['kubernetes', 'shell'], ...options })])]);
const platform = { kind: 'failed', failure: 'platform', reason: 'the image cannot be pulled', begun: false } as const;
const move = (story: Story, n = 1) =>
  story.try({ type: 'move', attemptId: attempt('a', n), reason: 'nobody was there for 30 s' });

describe('a step with fall-backs', () => {
  it('goes on with the next of them at once when the platform let it down, and says why', () => {
    const story = withFallbacks();
    expect(story.run('a', platform)).toEqual(['execution.started', 'step.started', 'step.retrying', 'step.queued']);
    expect(story.step('a')).toMatchObject({
      status: 'queued',
      connector: 'kubernetes',
      attempts: [
        { n: 1, status: 'done', connector: 'docker', movedTo: 'kubernetes', reason: 'the image cannot be pulled' },
        { n: 2, status: 'queued', connector: 'kubernetes' },
      ],
    });
    story.run('a', platform, 2);
    expect(story.step('a')).toMatchObject({ status: 'queued', connector: 'shell' });
    expect(story.run('a', platform, 3)).toContain('step.finished');
    expect(story.view).toMatchObject({ status: 'failed', reason: 'step a: the image cannot be pulled' });
  });

  const lost = (story: Story) => {
    story.claim('a');
    const { session } = story.step('a').attempts[0]!;
    return story.do({ type: 'lose', attemptId: attempt('a'), session: session!, reason: 'silent' });
  };

  it('that was begun and lost goes on elsewhere only where it says that it may be repeated', () => {
    const once = withFallbacks();
    lost(once);
    expect(once.step('a')).toMatchObject({ status: 'failed', connector: 'docker', attempts: [{ status: 'lost' }] });
    const repeatable = withFallbacks({ retry: aRetry(1, ['platform']) });
    lost(repeatable);
    expect(repeatable.step('a')).toMatchObject({
      connector: 'kubernetes',
      attempts: [{ status: 'lost' }, { status: 'queued' }],
    });
    expect(() => repeatable.report('a')).toThrow('refused: other-session');
  });

  it('whose platform failed after it may have begun stays, and is not run twice', () => {
    const story = withFallbacks();
    story.run('a', { kind: 'failed', failure: 'platform', reason: 'the process that watched the step was killed' });
    expect(story.step('a')).toMatchObject({ status: 'failed', connector: 'docker' });
  });

  it('stays after a failure of its own', () => {
    const story = withFallbacks();
    story.run('a', { exitCode: 3 });
    expect(story.step('a')).toMatchObject({ status: 'failed', connector: 'docker' });
  });

  it('does not count its moves as retries', () => {
    const story = withFallbacks({ fallbacks: ['shell'], retry: aRetry(1, ['user', 'platform']) });
    story.run('a', platform);
    expect(story.step('a')).toMatchObject({ status: 'queued', connector: 'shell' });
    story.run('a', { exitCode: 3 }, 2);
    expect(story.step('a')).toMatchObject({ status: 'waiting', retryAt: '2026-01-01T00:00:00.500Z' });
    story.later(1_000);
    expect(story.step('a')).toMatchObject({ status: 'queued', connector: 'shell' });
    story.run('a', platform, 3);
    expect(story.step('a')).toMatchObject({ status: 'failed' });
  });

  it('moves on when nobody comes, and no bell of before can start it there', () => {
    const story = withFallbacks();
    expect(
      story.execution && explainStep(story.execution, story.step('a'), { pools: new Map(), silentMs: new Map() }),
    ).toEqual({
      sentence: 'no connector of pool docker/default is there to run it; if that stays so, it goes on with kubernetes',
      cause: { kind: 'pool', ref: 'docker/default' },
    });
    const moved = move(story);
    expect(moved.ok && moved.changes.map(change => change.type)).toEqual(['step.retrying', 'step.queued']);
    expect(story.step('a')).toMatchObject({
      connector: 'kubernetes',
      attempts: [
        {
          status: 'fenced',
          failure: 'platform',
          reason: 'nobody was there for 30 s',
          movedTo: 'kubernetes',
          logBytes: 0,
        },
        { status: 'queued' },
      ],
    });
    expect(() => story.claim('a')).toThrow('refused: not-queued');
    story.run('a', {}, 2);
    expect(story.view.status).toBe('success');
  });

  it('is moved once, however often that is said', () => {
    const story = withFallbacks();
    move(story);
    expect(move(story)).toMatchObject({ ok: true, changes: [] });
    expect(story.step('a').attempts).toHaveLength(2);
  });

  it('is not moved when it has been taken, while it is paused, or when there is nowhere left to go', () => {
    const taken = withFallbacks();
    taken.claim('a');
    expect(move(taken)).toMatchObject({ ok: true, changes: [] });
    const paused = withFallbacks();
    paused.do({ type: 'pause', actor: 'alice' });
    expect(move(paused)).toMatchObject({ ok: true, changes: [] });
    const last = withFallbacks({ fallbacks: [] });
    expect(move(last)).toMatchObject({ ok: true, changes: [] });
    expect(last.step('a').status).toBe('queued');
    expect(move(last, 2)).toEqual({ ok: false, reason: 'unknown-attempt' });
  });

  it('is not moved any more when its execution is being cancelled', () => {
    const story = withFallbacks();
    story.claim('a');
    story.do({ type: 'cancel', actor: 'alice', reason: 'enough' });
    story.report('a', platform);
    expect(story.step('a')).toMatchObject({ status: 'cancelled', connector: 'docker' });
  });
});
