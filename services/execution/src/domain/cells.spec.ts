import type { CellPlan } from '@switchyard/contracts';
import { aRetry, aStage, aStep, anExecutionId } from '@switchyard/testkit';
import { decide } from './decide.js';
import { attempt, outcome, Story } from './decide.story.js';
import { effectsOf } from './effects.js';
import { envelopes } from './envelope.js';
import { explainStep } from './why.js';

type Cells = Partial<CellPlan> & { names?: string[] } & Parameters<typeof aStep>[1];

/** The cells of one matrix. */
const cells = ({ names = ['a', 'b', 'c'], maxParallel, failFast = false, ...step }: Cells = {}) =>
  names.map(name =>
    aStep(name, {
      ...step,
      cell: { matrix: 'test', values: { name }, failFast, ...(maxParallel ? { maxParallel } : {}) },
    }),
  );
const why = (story: Story, step: string) =>
  story.execution && explainStep(story.execution, story.step(step), { pools: new Map(), silentMs: new Map() });
const failed = { exitCode: 3 };

describe('the cells of a matrix', () => {
  it('are named by their values', () => {
    const story = new Story([aStage('s', cells())]);
    expect(story.step('b').cell).toEqual({ matrix: 'test', values: { name: 'b' } });
  });

  it('run side by side, after the steps above and before those below', () => {
    const story = new Story([aStage('s', [aStep('first'), ...cells(), aStep('last')])]);
    expect(story.statuses).toEqual({ first: 'queued', a: 'waiting', b: 'waiting', c: 'waiting', last: 'waiting' });
    expect(why(story, 'c')?.sentence).toBe('waits for step first (queued)');
    story.run('first');
    expect(story.statuses).toEqual({ first: 'success', a: 'queued', b: 'queued', c: 'queued', last: 'waiting' });
    story.run('c');
    story.run('a');
    expect(story.statuses).toMatchObject({ last: 'waiting' });
    expect(why(story, 'last')?.sentence).toBe('waits for step b (queued)');
    story.run('b');
    expect(story.statuses).toMatchObject({ last: 'queued' });
  });

  it('are no cells of another matrix below them', () => {
    const other = cells({ names: ['x'] }).map(step => ({ ...step, cell: { ...step.cell!, matrix: 'other' } }));
    const story = new Story([aStage('s', [...cells({ names: ['a'] }), ...other])]);
    expect(story.statuses).toEqual({ a: 'queued', x: 'waiting' });
  });

  it('wait for a place of their matrix, and say so', () => {
    const story = new Story([aStage('s', cells({ maxParallel: 2 }), { parallel: true })]);
    expect(story.statuses).toEqual({ a: 'queued', b: 'queued', c: 'waiting' });
    story.claim('a');
    expect(why(story, 'c')).toEqual({
      sentence: 'waits for one of the 2 places of matrix test, taken by a, b',
      cause: { kind: 'matrix', ref: 'test' },
    });
    expect(story.report('a')).toEqual(['step.finished', 'step.queued']);
    expect(story.statuses).toEqual({ a: 'success', b: 'queued', c: 'queued' });
  });

  it('leave their place to another while they wait to be repeated', () => {
    const story = new Story([aStage('s', cells({ names: ['a', 'b'], maxParallel: 1, retry: aRetry(1) }))]);
    story.run('a', failed);
    expect(story.statuses).toEqual({ a: 'waiting', b: 'queued' });
    expect(story.later(1_000)).toEqual([]);
    expect(why(story, 'a')?.sentence).toBe('waits for the one place of matrix test, taken by b');
    expect(story.run('b')).toContain('step.queued');
    story.run('a', {}, 2);
    expect(story.view.status).toBe('success');
  });

  it('are asked for their conditions when their turn comes, and not before', () => {
    const [first, second] = cells({ names: ['a', 'b'], maxParallel: 1 });
    const asks = { ...second!, conditions: ["steps.a.status == 'success'"] };
    const story = new Story([aStage('s', [first!, asks])]);
    expect(story.statuses).toEqual({ a: 'queued', b: 'waiting' });
    story.run('a');
    expect(story.statuses).toEqual({ a: 'success', b: 'queued' });
  });

  it('may be approved while there is no place for them, and are refused all the same', () => {
    const held = cells({ maxParallel: 1, approval: { by: [], quorum: 1 } });
    const story = new Story([aStage('s', held, { parallel: true })]);
    for (const name of ['a', 'b']) story.review(name, 'alice');
    expect(story.statuses).toEqual({ a: 'queued', b: 'waiting-approval', c: 'waiting-approval' });
    expect(why(story, 'b')?.cause).toEqual({ kind: 'matrix', ref: 'test' });
    story.review('c', 'alice', 'reject');
    expect(story.statuses).toMatchObject({ c: 'failed' });
    story.run('a');
    expect(story.statuses).toMatchObject({ b: 'queued' });
  });
});

describe('a matrix that fails fast', () => {
  const fast = (options: Cells = {}) => new Story([aStage('s', cells({ failFast: true, ...options }))]);
  const reason = 'step b ended with failed, and its matrix fails fast';
  const cause = { kind: 'step', ref: 'b' };

  it('skips what has not begun, and stops what runs, when a cell fails', () => {
    const story = fast({ names: ['a', 'b', 'c', 'd'], maxParallel: 3 });
    story.claim('a');
    expect(story.run('b', failed)).toEqual([
      'step.started',
      'step.finished',
      'step.stopping',
      'step.skipped',
      'step.skipped',
    ]);
    expect(story.step('a')).toMatchObject({ status: 'running', stopping: { reason, cause } });
    expect(why(story, 'a')).toEqual({ sentence: `being stopped: ${reason}`, cause });
    for (const name of ['c', 'd']) expect(story.step(name)).toMatchObject({ status: 'skipped', reason, cause });
    story.report('a', { kind: 'cancelled' });
    expect(story.step('a')).toMatchObject({ status: 'cancelled', failure: 'cancelled', reason, cause });
    expect(story.step('a').stopping).toBeUndefined();
    expect(story.view).toMatchObject({ status: 'failed', reason: 'step b: exit code 3' });
  });

  it('tells the session of each running cell once', () => {
    const story = fast();
    story.claim('a');
    story.claim('b');
    const before = story.execution!;
    const end = { type: 'report', attemptId: attempt('b'), session: 'alpha', nonce: 'nonce-of-alpha-000' } as const;
    const decision = decide(
      before,
      { ...end, session: before.claims[attempt('b')]!.session, outcome: outcome(failed) },
      { now: story.now, chance: 0 },
    );
    if (!decision.ok) throw new Error(decision.reason);
    const events = envelopes(decision.next.view, before.view.rev, decision.changes, undefined);
    expect(effectsOf(events, decision.next)).toEqual([
      { kind: 'cancel', attemptId: attempt('a'), session: 'alpha', connector: 'null' },
    ]);
  });

  it('repeats no cell that is being stopped, and keeps the success of one that was faster', () => {
    const story = fast({ retry: aRetry(1, ['platform', 'user']) });
    for (const name of ['a', 'b', 'c']) story.claim(name);
    story.report('b', { kind: 'timeout' });
    story.report('a', { kind: 'failed' });
    story.report('c');
    expect(story.statuses).toEqual({ a: 'cancelled', b: 'timeout', c: 'success' });
    expect(story.step('c').cause).toBeUndefined();
    expect(story.view.status).toBe('timeout');
  });

  it('names the cell that failed first, and not one that it took along', () => {
    const story = fast({ names: ['a', 'b', 'c', 'd'] });
    for (const name of ['a', 'b', 'c']) story.claim(name);
    story.report('b', failed);
    story.report('a', { kind: 'cancelled' });
    expect(story.step('c').stopping?.cause).toEqual(cause);
    story.report('c', { kind: 'cancelled' });
    expect(story.step('c').cause).toEqual(cause);
  });

  it('goes on after a failure that is allowed, or that will be repeated', () => {
    const allowed = fast({ continueOnError: true });
    allowed.run('b', failed);
    expect(allowed.statuses).toEqual({ a: 'queued', b: 'failed', c: 'queued' });
    const repeated = fast({ retry: aRetry(1) });
    repeated.run('b', failed);
    expect(repeated.statuses).toEqual({ a: 'queued', b: 'waiting', c: 'queued' });
  });

  it('is left alone by a matrix that does not, and by what fails beside it', () => {
    const patient = new Story([aStage('s', cells())]);
    patient.run('b', failed);
    expect(patient.statuses).toEqual({ a: 'queued', b: 'failed', c: 'queued' });
    const beside = new Story([aStage('s', [...cells({ failFast: true }), aStep('x')], { parallel: true })]);
    beside.run('x', failed);
    expect(beside.statuses).toMatchObject({ a: 'queued', b: 'queued', c: 'queued' });
  });

  it('is cancelled with its execution', () => {
    const story = fast();
    story.claim('a');
    story.do({ type: 'cancel', actor: 'alice', reason: 'enough' });
    story.report('a', { kind: 'cancelled' });
    expect(story.statuses).toEqual({ a: 'cancelled', b: 'cancelled', c: 'cancelled' });
    expect(story.step('b').cause).toEqual({ kind: 'actor', ref: 'alice' });
  });

  it('is repeated without the cells that ended well', () => {
    const story = fast();
    story.run('a');
    story.run('b', failed);
    const message = { v: 1 as const, executionId: anExecutionId(1), source: anExecutionId(), actor: 'bob' };
    const again = decide(undefined, { type: 'rerun', message, source: story.execution }, { now: 9, chance: 0 });
    const statuses = again.ok && again.next.view.steps.map(({ status }) => status);
    expect(statuses).toEqual(['success', 'queued', 'queued']);
  });
});
