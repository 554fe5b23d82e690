import type { ExecutionId, ExecutionView, StepView } from '@switchyard/contracts';
import { tellClosing } from './closing.js';
import { Screen } from './screen.story.js';

const step = (name: string, facts: Partial<StepView>): StepView =>
  ({ name, stage: 's1', attempts: [{}], continueOnError: false, ...facts }) as StepView;

const closing = (status: ExecutionView['status'], steps: StepView[], facts: Partial<ExecutionView> = {}): string[] => {
  const screen = new Screen();
  const execution = {
    id: 'the-id',
    pipelineName: 'demo',
    status,
    steps,
    stages: [{ id: 's1', name: 'one' }],
    ...facts,
  };
  const times = { createdAt: '2026-11-23T10:00:00.000Z', finishedAt: '2026-11-23T10:00:02.000Z' };
  tellClosing(screen.terminal, { ...times, ...execution } as ExecutionView, 0);
  return screen.lines;
};

describe('the end of an execution', () => {
  it('is a table and one line when all went well', () => {
    const times = { startedAt: '2026-11-23T10:00:00.000Z', finishedAt: '2026-11-23T10:00:00.040Z' };
    expect(closing('success', [step('build', { status: 'success', exitCode: 0, ...times })])).toEqual([
      '',
      'stage  step   status     exit  time',
      'one    build  ✓ success  0     40 ms',
      '',
      '✓ demo: success in 2.0 s',
    ]);
  });

  it('says what failed, and where the output is', () => {
    const steps = [
      step('allowed', { status: 'failed', exitCode: 1, reason: 'exit code 1', continueOnError: true }),
      step('test', {
        status: 'failed',
        exitCode: 2,
        reason: 'exit code 2',
        attempts: [{}, {}] as StepView['attempts'],
      }),
      step('later', { status: 'skipped' }),
    ];
    const lines = closing('failed', steps);
    expect(lines).toContain('one    test     ✗ failed (2 attempts)  2');
    expect(lines).toContain('one    allowed  ! failed, allowed      1           exit code 1');
    expect(lines.slice(6)).toEqual([
      'test: exit code 2',
      '→ the whole output: yard logs the-id',
      '→ to repeat what did not end well: yard rerun the-id --follow',
      '✗ demo: failed in 2.0 s',
    ]);
  });

  it('says beside a step why it was skipped, and whose result it kept', () => {
    const source = '01j00000000000000000000000' as ExecutionId;
    const times = { startedAt: '2026-11-23T09:00:00.000Z', finishedAt: '2026-11-23T09:00:02.000Z' };
    const lines = closing('success', [
      step('build', { status: 'success', exitCode: 0, attempts: [], keptFrom: source, ...times }),
      step('notify', { status: 'skipped', reason: 'its condition does not hold' }),
      step('test', { status: 'success', exitCode: 0, cached: true }),
    ]);
    expect(lines.slice(1, 5)).toEqual([
      'stage  step    status             exit  time  why',
      'one    build   ✓ success, kept    0           from 01j00000000000000000000000',
      'one    notify  - skipped                      its condition does not hold',
      'one    test    ✓ success, cached  0',
    ]);
  });

  it('does not hide a failure that the pipeline allows behind a success', () => {
    const steps = [step('lint', { status: 'timeout', reason: 'it took longer than 1 s', continueOnError: true })];
    const lines = closing('success', steps);
    expect(lines[2]).toBe('one    lint  ! timeout, allowed              it took longer than 1 s');
    expect(lines.at(-1)).toBe('✓ demo: success in 2.0 s, though 1 step failed');
  });

  it.each<[string, Partial<StepView>, string]>([
    ['a command that is not there', { exitCode: 127 }, 'install the command'],
    ['a file that may not run', { exitCode: 126 }, 'make the file executable'],
    ['a kill from outside', { signal: 'SIGKILL' }, 'short of memory'],
    ['a timeout', { failure: 'timeout', status: 'timeout' }, 'a longer timeout'],
    ['trouble of the platform', { failure: 'platform' }, 'run it again'],
  ])('says what to do about %s', (_, facts, advice) => {
    expect(closing('failed', [step('a', { status: 'failed', reason: 'why', ...facts })]).join('\n')).toContain(advice);
  });

  it('gives the reason of the whole where no step is to blame', () => {
    expect(closing('cancelled', [step('a', { status: 'cancelled' })], { reason: 'by \x1b[2Jowner' })).toContain(
      'by owner',
    );
  });
});
