import { aStage, aStep } from '@switchyard/testkit';
import { Story } from './decide.story.js';

describe('a step that was not run, since its result was cached', () => {
  it('is shown so, on the step and its attempt', () => {
    const story = new Story([aStage('s', [aStep('a', { outputs: ['v'] })])]);
    story.run('a', { cached: true, begun: false, outputs: { v: '1' } });
    expect(story.step('a')).toMatchObject({
      status: 'success',
      cached: true,
      outputs: { v: '1' },
      attempts: [{ cached: true }],
    });
  });

  it('is none of those that failed, whatever is said of them', () => {
    const story = new Story([aStage('s', [aStep('a')])]);
    story.run('a', { cached: true, exitCode: 1, failure: 'user' });
    expect(story.step('a').status).toBe('failed');
    expect(story.step('a').cached).toBeUndefined();
  });

  it('is none of those that ran', () => {
    const story = new Story([aStage('s', [aStep('a')])]);
    story.run('a', {});
    expect(story.step('a').cached).toBeUndefined();
  });
});
