import type { ExecutionId, StepId } from '@switchyard/contracts';
import { aRetry, aStage, aStep } from '@switchyard/testkit';
import { alpha, attempt, Story } from './decide.story.js';
import { shown } from './shown.js';
import { explainAll, explainExecution, explainStep, type Surroundings } from './why.js';

const nothing: Surroundings = { pools: new Map(), silentMs: new Map() };
const why = (story: Story, step: string, around: Partial<Surroundings> = {}) => {
  if (!story.execution) throw new Error('nothing was created');
  return explainStep(story.execution, story.step(step), { ...nothing, ...around });
};

describe('why', () => {
  it('a step waits: for a stage, for what it needs, for those above it', () => {
    const story = new Story([
      aStage('one', [aStep('a'), aStep('b')]),
      aStage('two', [aStep('c'), aStep('d', { needs: ['c'] })], { parallel: true }),
    ]);
    expect(why(story, 'b')).toEqual({ sentence: 'waits for step a (queued)', cause: { kind: 'step', ref: 'a' } });
    expect(why(story, 'c')).toEqual({
      sentence: 'waits for stage one (running)',
      cause: { kind: 'stage', ref: 'one' },
    });
    story.run('a');
    story.run('b');
    expect(why(story, 'd')?.sentence).toBe('waits for step c (queued)');
  });

  it('a step is not taken: nobody is there, nobody is free, or it is about to be', () => {
    const story = new Story([aStage('one', [aStep('a')])]);
    const pool = (running: number) => ({ pools: new Map([['null/default', { sessions: 1, slots: 4, running }]]) });
    expect(why(story, 'a')?.sentence).toBe('no connector of pool null/default is there to run it');
    expect(why(story, 'a', pool(4))?.sentence).toBe('waits for a free slot of pool null/default: 4 of 4 are in use');
    expect(why(story, 'a', pool(1))).toEqual({
      sentence: 'about to be taken by pool null/default: 1 of 4 slots are in use',
      cause: { kind: 'pool', ref: 'null/default' },
    });
  });

  it('a step runs and is reached somewhere', () => {
    const story = new Story([aStage('one', [aStep('a')])]);
    story.claim('a');
    expect(why(story, 'a')).toBeUndefined();
    const ports = [
      { name: 'http', address: '127.0.0.1', port: 49_153, host: 'build-1' },
      { name: 'debug', address: '::1', port: 9_229, host: 'build-1' },
    ];
    story.do({ type: 'publish', attemptId: attempt('a'), session: alpha, nonce: `nonce-of-${alpha}-000`, ports });
    expect(why(story, 'a')?.sentence).toBe(
      'runs, and is reached at http → 127.0.0.1:49153, debug → [::1]:9229 on build-1',
    );
  });

  it('a step runs out of sight', () => {
    const story = new Story([aStage('one', [aStep('a')])]);
    story.claim('a');
    const around = { ...nothing, silentMs: new Map([['a' as StepId, 31_400]]) };
    if (!story.execution) throw new Error('nothing was created');
    expect(shown(story.execution, around).steps[0]).toMatchObject({
      status: 'running',
      unreachable: true,
      reason: 'its connector has not been heard of for 31 s; it may still run',
    });
  });

  it('another attempt is waited for', () => {
    const story = new Story([aStage('one', [aStep('a', { retry: aRetry(1) })])]);
    story.run('a', { exitCode: 3 });
    expect(why(story, 'a')?.sentence).toMatch(/^attempt 2 starts at 2026-01-01T00:00:00.500Z, after exit code 3$/);
  });

  it('people are waited for', () => {
    const approval = { by: ['alice', 'bob'], quorum: 2, expiresSeconds: 60 };
    const story = new Story([aStage('one', [aStep('a', { approval })])]);
    expect(why(story, 'a')?.sentence).toBe(
      'waits for 2 more approvals from alice, bob, until 2026-01-01T00:01:00.000Z',
    );
    story.review('a', 'bob');
    expect(why(story, 'a')?.sentence).toContain('waits for one more approval from');
  });

  it('an execution waits for its group, and with it its steps', () => {
    const story = new Story([aStage('one', [aStep('a')])], {
      concurrency: { group: 'deploy/main', limit: 1, onFull: 'queue' },
    });
    const around = { ...nothing, group: { holders: ['x'] as string[] as ExecutionId[], before: 2 } };
    const sentence = 'waits for the one place of concurrency group deploy/main, taken by x; 2 before it in line';
    if (!story.execution) throw new Error('nothing was created');
    expect(explainExecution(story.execution, around)).toEqual({
      sentence,
      cause: { kind: 'group', ref: 'deploy/main' },
    });
    expect(explainAll(story.execution, around).map(one => one.sentence)).toEqual([sentence, sentence]);
  });

  it('it is paused, and what was queued before as well', () => {
    const story = new Story([aStage('one', [aStep('a'), aStep('b')])]);
    story.do({ type: 'pause', actor: 'alice', reason: 'look first' });
    expect(why(story, 'a')?.sentence).toBe('paused by alice: look first');
    expect(why(story, 'b')?.sentence).toBe('waits for step a (queued)');
  });

  it('it ended as it did', () => {
    const story = new Story([aStage('one', [aStep('a'), aStep('b')])]);
    story.run('a', { exitCode: 3 });
    if (!story.execution) throw new Error('nothing was created');
    expect(explainAll(story.execution, nothing)).toEqual([
      { sentence: 'step a: exit code 3', cause: { kind: 'step', ref: 'a' } },
      { stepId: 'a', sentence: 'exit code 3', cause: { kind: 'attempt', ref: expect.stringMatching(/\.a\.1$/) } },
      { stepId: 'b', sentence: 'step a ended with failed', cause: { kind: 'step', ref: 'a' } },
    ]);
  });

  it('somebody ended it', () => {
    const story = new Story([aStage('one', [aStep('a')])]);
    story.do({ type: 'cancel', actor: 'alice', reason: 'enough' });
    if (!story.execution) throw new Error('nothing was created');
    expect(explainAll(story.execution, nothing).map(one => [one.sentence, one.cause])).toEqual([
      ['enough', { kind: 'actor', ref: 'alice' }],
      ['enough', { kind: 'actor', ref: 'alice' }],
    ]);
  });
});
