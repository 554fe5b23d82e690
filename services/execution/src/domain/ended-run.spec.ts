import { aRetry, aStage, aStep } from '@switchyard/testkit';
import { Story } from './decide.story.js';
import { endedRunOf, mostSteps } from './ended-run.js';

describe('what is counted of an execution that has ended', () => {
  it('is its times, its end and what its steps did', () => {
    const story = new Story([aStage('s', [aStep('a'), aStep('b', { retry: aRetry(1) })])], { branch: 'main' });
    story.now += 500;
    story.claim('a');
    story.now += 1_000;
    story.report('a');
    story.run('b', { exitCode: 1 });
    story.later(60_000);
    story.run('b', {}, 2);
    const run = endedRunOf(story.view);
    expect(run).toMatchObject({ status: 'success', branch: 'main', day: '2026-01-01', queueMs: 500, ms: 61_000 });
    expect(run.steps).toEqual([
      { id: 'b', name: 'b', ms: 0, ok: 1, failed: 1 },
      { id: 'a', name: 'a', ms: 1_000, ok: 1, failed: 0 },
    ]);
  });

  it('leaves out steps that did not run, and calls no cancel a failure', () => {
    const story = new Story([aStage('s', [aStep('a'), aStep('b')])]);
    story.claim('a');
    story.do({ type: 'cancel', actor: 'alice', reason: 'enough' });
    story.report('a', { exitCode: 143, failure: 'cancelled' });
    const { status, steps } = endedRunOf(story.view);
    expect([status, steps.map(({ id, ok, failed }) => [id, ok, failed])]).toEqual(['cancelled', [['a', 0, 0]]]);
  });

  it('has one mark for the same version, commit and inputs, whatever their order', () => {
    const story = new Story([aStage('s', [aStep('a')])]);
    const { view } = story;
    const markOf = (over: object, commit = 'c0ffee') =>
      endedRunOf({ ...view, trigger: { ...view.trigger, commit }, ...over }).sameness;
    expect(markOf({ inputs: { a: '1', b: '2' } })).toBe(markOf({ inputs: { b: '2', a: '1' } }));
    const marks = [{}, { inputs: { a: '1' } }, { pipelineVersion: 2 }].map(over => markOf(over));
    expect(new Set([...marks, markOf({}, 'beef')]).size).toBe(4);
  });

  it('is bounded however many steps there were: those that failed come first', () => {
    const story = new Story([aStage('s', [aStep('a')])]);
    story.run('a', { exitCode: 1 });
    const { view } = story;
    const [failed] = view.steps;
    if (!failed) throw new Error('no step');
    const good = {
      ...failed,
      status: 'success' as const,
      attempts: failed.attempts.map(({ failure: _, ...one }) => one),
    };
    const steps = [...Array.from({ length: 999 }, () => good), failed];
    const run = endedRunOf({ ...view, steps });
    expect(run.steps).toHaveLength(mostSteps);
    expect(run.steps[0]).toMatchObject({ ok: 0, failed: 1 });
  });
});
