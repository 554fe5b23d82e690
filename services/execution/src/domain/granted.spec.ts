import type { StepPlan } from '@switchyard/contracts';
import { aStage, aStep } from '@switchyard/testkit';
import { attempt, Story } from './decide.story.js';
import { stepPlanOf } from './execution.js';
import { grantedTexts } from './granted.js';

const last = (options: Parameters<typeof aStep>[1]) => aStep('last', options);
const storyOf = (step: StepPlan, plan: { inputs?: Record<string, string> } = {}) =>
  new Story([aStage('s', [aStep('first', { outputs: ['version', 'notes'] }), step])], plan);
const textsOf = (story: Story) => {
  const plan = story.execution && stepPlanOf(story.execution.plan, story.step('last').id);
  return story.execution && plan && grantedTexts(story.execution, plan);
};

describe('what a step runs with', () => {
  it('is what its plan says, word for word, where nothing waits for earlier steps', () => {
    const step = last({ environment: { A: '${{ branch }}' }, config: { print: '${{ steps.first.status }}' } });
    const story = storyOf(step);
    expect(textsOf(story)).toEqual({ environment: step.environment, config: step.config });
  });

  it('has what earlier steps gave, in its environment and in its config', () => {
    const story = storyOf(
      last({
        environment: { KEPT: '${{ branch }}', VERSION: '', TAG: '' },
        config: { print: '', count: 3, values: { version: '' } },
        templates: {
          'environment.VERSION': 'v${{ steps.first.outputs.version }}',
          'environment.TAG': '${{ env.VERSION }}-${{ inputs.target }}',
          'config.print': '${{ steps.first.outcome }} ${{ steps.first.exitCode }}',
          'config.values.version': '${{ steps.first.outputs.version }}',
        },
      }),
      { inputs: { target: 'eu' } },
    );
    expect(story.view.inputs).toEqual({ target: 'eu' });
    story.run('first', { outputs: { version: '1.10' } });
    expect(textsOf(story)).toEqual({
      environment: { KEPT: '${{ branch }}', VERSION: 'v1.10', TAG: 'v1.10-eu' },
      config: { print: 'success 0', count: 3, values: { version: '1.10' } },
    });
  });

  it('takes values as they are: an expression in one is text', () => {
    const story = storyOf(
      last({ environment: { V: '' }, templates: { 'environment.V': '${{ steps.first.outputs.version }}' } }),
    );
    story.run('first', { outputs: { version: '${{ actor }} $(id)' } });
    expect(textsOf(story)).toMatchObject({ environment: { V: '${{ actor }} $(id)' } });
  });

  it('has the outputs of a whole matrix under the name it was written with', () => {
    const cell = (name: string) =>
      aStep(name, { outputs: ['v', name], cell: { matrix: 'build', values: { name }, failFast: false } });
    const templates = {
      'environment.ALL':
        '${{ steps.build.status }} ${{ steps.build.outputs.v }} ${{ steps.build.outputs.b }} ${{ steps.a.outputs.v }}',
    };
    const story = new Story([aStage('s', [cell('a'), cell('b'), last({ environment: { ALL: '' }, templates })])]);
    story.run('a', { outputs: { v: '1' } });
    expect(textsOf(story)?.mistake).toContain('No such key: b');
    story.run('b', { outputs: { v: '2', b: 'x' } });
    expect(textsOf(story)).toMatchObject({ environment: { ALL: 'success 2 x 1' } });
  });

  it('ends the step, without anybody running it, where a text cannot be filled', () => {
    const templates = { 'environment.V': '${{ steps.first.outputs.version }}' };
    const story = storyOf(
      last({
        environment: { V: '' },
        templates,
        retry: { limit: 3, on: ['user'], backoff: { initialMs: 0, factor: 1, maxMs: 0 } },
      }),
    );
    story.run('first');
    expect(story.claim('last')).toEqual(['step.finished', 'stage.finished', 'execution.finished']);
    const reason = 'environment.V: ${{ steps.first.outputs.version }}: No such key: version';
    expect(story.step('last')).toMatchObject({ status: 'failed', failure: 'user', reason });
    expect(story.step('last').attempts).toEqual([
      expect.objectContaining({ status: 'done', failure: 'user', reason, logBytes: 0, droppedBytes: 0 }),
    ]);
    expect(story.step('last').startedAt).toBeUndefined();
    expect(
      story.try({
        type: 'claim',
        attemptId: attempt('last'),
        session: story.execution!.claims[attempt('first')]!.session,
        nonce: 'n',
      }),
    ).toEqual({ ok: false, reason: 'not-queued' });
  });

  it('has an end to its size, however often a text says the same output', () => {
    const templates = { 'environment.V': '${{ steps.first.outputs.notes }}'.repeat(9) };
    const story = storyOf(last({ environment: { V: '' }, templates }));
    story.run('first', { outputs: { notes: 'x'.repeat(60_000) } });
    story.claim('last');
    expect(story.step('last')).toMatchObject({
      status: 'failed',
      failure: 'user',
      reason: 'with what earlier steps gave, environment and config have 540036 bytes, and 524288 is the most',
    });
  });
});

describe('the condition of a step', () => {
  const asking = (condition: string, templates: Record<string, string>) =>
    last({ conditions: [condition], environment: { V: '', KEPT: 'yes' }, templates });

  it('knows variables that wait for earlier steps', () => {
    const story = storyOf(asking("env.V == 'v1'", { 'environment.V': 'v${{ steps.first.outputs.version }}' }));
    story.run('first', { outputs: { version: '1' } });
    expect(story.statuses).toMatchObject({ last: 'queued' });
  });

  it('is not disturbed by one that cannot be filled, unless it asks for it', () => {
    const templates = { 'environment.V': '${{ steps.first.outputs.version }}' };
    const other = storyOf(asking("env.KEPT == 'no'", templates));
    other.run('first');
    expect(other.statuses).toMatchObject({ last: 'skipped' });
    const same = storyOf(asking("env.V == ''", templates));
    same.run('first');
    expect(same.step('last')).toMatchObject({ status: 'failed', reason: "condition env.V == '': No such key: V" });
  });

  it('knows the inputs, the tag and the values of its cell', () => {
    const condition = "inputs.target == 'eu' && tag == '' && matrix.node == '24'";
    const cell = { matrix: 'm', values: { node: '24' }, failFast: false };
    const story = storyOf(last({ conditions: [condition], cell }), { inputs: { target: 'eu' } });
    story.run('first');
    expect(story.statuses).toMatchObject({ last: 'queued' });
  });
});
