import { maxOutputBytes } from '@switchyard/contracts';
import { aRetry, aStage, aStep, anExecutionId } from '@switchyard/testkit';
import { decide } from './decide.js';
import { Story } from './decide.story.js';

const giving = (names: string[], options: Parameters<typeof aStep>[1] = {}) =>
  aStep('a', { outputs: names, ...options });

describe('the outputs of a step', () => {
  it('are shown on the step and its attempt', () => {
    const story = new Story([aStage('s', [giving(['version', 'draft'])])]);
    story.run('a', { outputs: { version: '1.10' } });
    expect(story.step('a')).toMatchObject({
      outputs: { version: '1.10' },
      attempts: [{ outputs: { version: '1.10' } }],
    });
    expect(story.step('a').warning).toBeUndefined();
  });

  it('are kept when they are declared, and named when they are not', () => {
    const story = new Story([aStage('s', [giving(['version'])])]);
    const many = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`x${i}`, '']));
    story.run('a', { outputs: { version: '1', ...many } });
    const warning = 'it gave x0, x1, x2, x3, x4, x5, x6, x7, x8, x9 and 2 more, which its outputs do not name';
    expect(story.step('a')).toMatchObject({ status: 'success', outputs: { version: '1' }, warning });
    expect(story.step('a').attempts[0]).toMatchObject({ outputs: { version: '1' }, warning });
  });

  it('are absent where nothing was declared', () => {
    const story = new Story([aStage('s', [aStep('a')])]);
    story.run('a', { outputs: { version: '1' } });
    expect(story.step('a').outputs).toBeUndefined();
    expect(story.step('a').warning).toBe('it gave version, which its outputs do not name');
  });

  it('are those of its last attempt', () => {
    const story = new Story([aStage('s', [giving(['v'], { retry: aRetry(1) })])]);
    story.run('a', { exitCode: 1, outputs: { v: 'first' } });
    story.later(1_000);
    expect(story.step('a').outputs).toBeUndefined();
    story.run('a', { exitCode: 1, outputs: { v: 'second' } }, 2);
    expect(story.step('a')).toMatchObject({ status: 'failed', outputs: { v: 'second' } });
  });

  it('fail the step that would make those of its execution too large, and what was kept stays', () => {
    const names = Array.from({ length: 17 }, (_, i) => `s${i}`);
    const story = new Story([
      aStage(
        's',
        names.map(name => aStep(name, { outputs: ['v'] })),
        { parallel: true },
      ),
    ]);
    const outputs = { v: 'x'.repeat(maxOutputBytes - 1) };
    for (const name of names) story.run(name, { outputs });
    expect(story.step('s15')).toMatchObject({ status: 'success', outputs });
    expect(story.step('s16')).toMatchObject({
      status: 'failed',
      failure: 'user',
      exitCode: 0,
      reason: 'with its outputs the execution would have 1114112 bytes of them, and 1048576 is the most',
    });
    expect(story.step('s16').outputs).toBeUndefined();
  });

  it('are asked for by the conditions of later steps', () => {
    const later = (id: string, condition: string) => aStep(id, { conditions: [condition] });
    const story = new Story([
      aStage('s', [
        giving(['changed']),
        later('yes', "steps.a.outputs.changed == 'true'"),
        later('no', "steps.a.outcome == 'failed' || steps.a.outputs.changed == 'false'"),
        later('bad', "steps.a.outputs.chnged == ''"),
      ]),
    ]);
    story.run('a', { outputs: { changed: 'true' } });
    story.run('yes');
    expect(story.statuses).toMatchObject({ yes: 'success', no: 'skipped', bad: 'failed' });
    expect(story.step('bad').reason).toContain('No such key: chnged');
  });

  it('are kept with the steps that an execution is not run again for', () => {
    const story = new Story([aStage('s', [giving(['v']), aStep('b')])]);
    story.run('a', { outputs: { v: '1' } });
    story.run('b', { exitCode: 1 });
    const message = { v: 1 as const, executionId: anExecutionId(1), source: anExecutionId(), actor: 'bob' };
    const again = decide(undefined, { type: 'rerun', message, source: story.execution }, { now: 9, chance: 0 });
    expect(again.ok && again.next.view.steps[0]).toMatchObject({ keptFrom: anExecutionId(), outputs: { v: '1' } });
  });
});
