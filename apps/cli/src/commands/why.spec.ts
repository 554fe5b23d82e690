import type { ExecutionView, Explanation, StepId, StepView } from '@switchyard/contracts';
import { Screen } from '../view/screen.story.js';
import { tellWhy } from './why.js';

const step = (id: string, facts: Partial<StepView>): StepView =>
  ({ id, name: id, continueOnError: false, ...facts }) as StepView;
const said = (execution: Partial<ExecutionView>, explanations: Explanation[], data?: string): string[] => {
  const screen = new Screen();
  tellWhy(screen.terminal, { id: 'the-id', pipelineName: 'demo', ...execution } as ExecutionView, explanations, data);
  return screen.lines;
};
const of = (stepId: string, sentence: string): Explanation => ({ stepId: stepId as StepId, sentence });

describe('the answer to why', () => {
  it('has a sentence for the whole and for each step, and says what lets them go on', () => {
    const steps = [step('build', { status: 'queued' }), step('ship', { status: 'waiting-approval' })];
    const paused = { actor: 'ann', at: '2026-11-23T10:00:00.000Z' };
    const reasons = [{ sentence: 'paused by ann' }, of('build', 'paused by ann'), of('ship', 'waits for bob\x1b[2J')];
    expect(said({ status: 'running', steps, paused }, reasons, 'd')).toEqual([
      '‖ demo the-id: paused: paused by ann',
      'step   status              why',
      'build  · queued            paused by ann',
      'ship   ? waiting-approval  waits for bob',
      '→ yard resume the-id --data d',
      '→ yard approve the-id ship --data d',
    ]);
  });

  it('is one line where there is nothing to explain', () => {
    expect(said({ status: 'success', steps: [step('a', { status: 'success' })] }, [])).toEqual([
      '✓ demo the-id: success',
      'nothing of it waits, and nothing went wrong',
    ]);
  });

  it('offers nothing for what has ended', () => {
    const steps = [step('ship', { status: 'timeout', continueOnError: true })];
    const ended = { status: 'failed' as const, finishedAt: '2026-11-23T10:00:00.000Z', steps };
    expect(said(ended, [{ sentence: 'step ship failed' }, of('ship', 'nobody approved it')])).toEqual([
      '✗ demo the-id: failed: step ship failed',
      'step  status              why',
      'ship  ! timeout, allowed  nobody approved it',
    ]);
  });
});
