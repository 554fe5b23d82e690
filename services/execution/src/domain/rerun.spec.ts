import type { RerunExecution, StepId } from '@switchyard/contracts';
import { aStage, aStep, anExecutionId } from '@switchyard/testkit';
import { Story } from './decide.story.js';
import { decide } from './decide.js';

const message = (fromStep?: string): RerunExecution => ({
  v: 1,
  executionId: anExecutionId(1),
  source: anExecutionId(),
  actor: 'bob',
  ...(fromStep === undefined ? {} : { fromStep: fromStep as StepId }),
});
const rerun = (story: Story, fromStep?: string) =>
  decide(undefined, { type: 'rerun', message: message(fromStep), source: story.execution }, { now: 9, chance: 0 });
const statuses = (story: Story, fromStep?: string) => {
  const decision = rerun(story, fromStep);
  if (!decision.ok) return decision.reason;
  return Object.fromEntries(decision.next.view.steps.map(step => [step.id, step.status]));
};

const ended = () => {
  const story = new Story([
    aStage('build', [aStep('compile'), aStep('pack')]),
    aStage('test', [aStep('unit'), aStep('slow'), aStep('sum', { needs: ['slow'] })], { parallel: true }),
    aStage('deploy', [aStep('deploy'), aStep('clean', { when: 'always' })]),
  ]);
  story.run('compile');
  story.run('pack');
  story.run('unit');
  story.run('slow', { exitCode: 1 });
  story.run('clean');
  return story;
};

describe('an execution that is run again', () => {
  it('keeps what ended well, and repeats the rest with all that comes after it', () => {
    const story = ended();
    expect(statuses(story)).toEqual({
      compile: 'success',
      pack: 'success',
      unit: 'success',
      slow: 'queued',
      sum: 'waiting',
      deploy: 'waiting',
      clean: 'waiting',
    });
    const decision = rerun(story);
    const view = decision.ok ? decision.next.view : undefined;
    expect(view?.rerunOf).toEqual({ executionId: anExecutionId(), from: 'failed', actor: 'bob' });
    expect(view?.steps[0]).toMatchObject({ keptFrom: anExecutionId(), attempts: [], exitCode: 0 });
    expect(view?.trigger).toMatchObject({ actor: 'bob', type: 'manual' });
  });

  it('begins at the step that is named', () => {
    expect(statuses(ended(), 'pack')).toEqual({
      compile: 'success',
      pack: 'queued',
      unit: 'waiting',
      slow: 'waiting',
      sum: 'waiting',
      deploy: 'waiting',
      clean: 'waiting',
    });
  });

  it('begins at the start when all of it is wanted, also when everything ended well', () => {
    const story = new Story([aStage('s', [aStep('a'), aStep('b')], { parallel: true })]);
    story.run('a');
    story.run('b');
    const source = story.execution;
    const decision = decide(
      undefined,
      { type: 'rerun', message: { ...message(), all: true }, source },
      { now: 9, chance: 0 },
    );
    const view = decision.ok ? decision.next.view : undefined;
    expect(view?.steps.map(({ status, keptFrom }) => [status, keptFrom])).toEqual([
      ['queued', undefined],
      ['queued', undefined],
    ]);
    expect(view?.rerunOf?.from).toBe('start');
  });

  it('runs to its end, and tells where a step was kept first', () => {
    const first = rerun(ended());
    const again = new Story([aStage('s', [aStep('a')])]);
    again.execution = first.ok ? first.next : undefined;
    const kept = again.step('compile').keptFrom;
    expect(kept).toBe(anExecutionId());
    again.do({ type: 'cancel', actor: 'alice', reason: 'enough' });
    again.claim('clean', 1, undefined, anExecutionId(1));
    again.report('clean', {}, 1, undefined, anExecutionId(1));
    const third = rerun(again);
    expect(third.ok && third.next.view.steps[0]?.keptFrom).toBe(kept);
  });

  it('is refused for one that runs, that is unknown, that has such no step, or where nothing failed', () => {
    const running = new Story([aStage('s', [aStep('a')])]);
    expect(statuses(running)).toBe('not-ended');
    running.run('a');
    expect(statuses(running)).toBe('nothing-failed');
    expect(statuses(running, 'b')).toBe('unknown-step');
    expect(statuses(running, 'a')).toEqual({ a: 'queued' });
    const unknown = decide(undefined, { type: 'rerun', message: message(), source: undefined }, { now: 9, chance: 0 });
    expect(unknown).toEqual({ ok: false, reason: 'unknown-execution' });
  });

  it('is there once, however often it is asked for', () => {
    const story = ended();
    const first = rerun(story);
    if (!first.ok) throw new Error(first.reason);
    const second = decide(
      first.next,
      { type: 'rerun', message: message(), source: story.execution },
      { now: 9, chance: 0 },
    );
    expect(second).toEqual({ ok: true, changes: [], next: first.next });
  });
});
