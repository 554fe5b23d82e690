import type { AttemptId, ExecutionView, StepId, StreamFrame, YardEvent } from '@switchyard/contracts';
import { Live } from './live.js';
import { Screen, type ScreenOptions } from './screen.story.js';

const attempt = (step: string) => `01j00000000000000000000000.${step}.1` as AttemptId;
type First = Extract<StreamFrame, { event: 'execution' }>;
const execution = (...names: string[]): First => ({
  event: 'execution',
  data: {
    id: '01j00000000000000000000000',
    rev: 1,
    steps: names.map(name => ({ id: name.slice(0, 5) as StepId, name, attempts: [] as object[] })),
  } as ExecutionView,
});
const changed = (frame: First, facts: object): First => ({ ...frame, data: { ...frame.data, ...facts } });
const log = (step: string, text: string): StreamFrame => ({
  event: 'log',
  data: { attemptId: attempt(step), stepId: step as StepId, offset: 0, length: text.length, text },
});
const event = (type: YardEvent['type'], data: object): StreamFrame => ({
  event: 'event',
  data: { type, time: '2026-11-23T10:00:00.000Z', data: { rev: 2, ...data } } as unknown as YardEvent,
});
const about = (step: string) => ({ stepId: step, attemptId: attempt(step), n: 1 });
const end: StreamFrame = { event: 'end', data: { status: 'success' } };

const shown = (frames: StreamFrame[], { data, ...options }: ScreenOptions & { data?: string } = {}) => {
  const screen = new Screen(options);
  const live = new Live(screen.terminal, data);
  for (const frame of frames) live.show(frame);
  return screen.lines;
};

describe('the live view', () => {
  it('puts the step in front of every line, and keeps lines whole when steps talk at once', () => {
    const frames = [execution('a', 'build'), log('a', 'one\ntw'), log('build', 'begun\n'), log('a', 'o\n'), end];
    expect(shown(frames)).toEqual(['a     │ one', 'build │ begun', 'a     │ two']);
  });

  it('shows starts, ends and what never ran', () => {
    const [startedAt, finishedAt] = ['2026-11-23T10:00:00.000Z', '2026-11-23T10:00:01.200Z'];
    expect(
      shown([
        execution('a', 'b'),
        event('step.started', about('a')),
        log('a', 'no end of line'),
        event('step.finished', { ...about('a'), status: 'failed', reason: 'exit code 3', startedAt, finishedAt }),
        event('step.skipped', { stepId: 'b', status: 'skipped', reason: 'step a failed' }),
        end,
      ]),
    ).toEqual(['a │ ▸ started', 'a │ no end of line', 'a │ ✗ exit code 3 (1.2 s)', 'b │ - skipped: step a failed']);
  });

  it('shows that a step is tried again, and that somebody stops it all', () => {
    expect(
      shown([
        execution('a'),
        log('a', 'half'),
        event('step.retrying', { ...about('a'), reason: 'exit code 1' }),
        event('step.retrying', { ...about('a'), n: 2, reason: 'nobody is there', movedTo: 'docker' }),
        event('step.stopping', { ...about('a'), reason: 'step b ended with failed' }),
        event('execution.cancelling', { reason: 'too slow', actor: 'owner' }),
      ]),
    ).toEqual([
      'a │ half',
      'a │ ↻ exit code 1; attempt 2 follows',
      'a │ ↻ nobody is there; attempt 3 follows on docker',
      'a │ ■ stopping: step b ended with failed',
      '■ stopping: too slow',
    ]);
  });

  it('says who must approve and how, who did, and who stopped everything for a while', () => {
    const held = { stepId: 'prod', by: ['ann', 'bob'], quorum: 2, expiresAt: '2026-11-23T12:00:00.000Z' };
    expect(
      shown(
        [
          execution('prod'),
          event('step.held', held),
          event('step.reviewed', { stepId: 'prod', actor: 'ann', verdict: 'approve', comment: 'fine\x1b[2J' }),
          event('execution.paused', { actor: 'bob', reason: 'freeze' }),
          event('execution.resumed', { actor: 'bob' }),
          event('step.reviewed', { stepId: 'prod', actor: 'bob', verdict: 'reject' }),
        ],
        { data: 'my data' },
      ),
    ).toEqual([
      'prod │ ? waits for 2 approvals from ann, bob, until 2026-11-23T12:00:00.000Z',
      "prod │ → yard approve 01j00000000000000000000000 prod --data 'my data'",
      'prod │ ✓ approved by ann: fine',
      '‖ paused by bob: freeze',
      '▸ resumed by bob',
      'prod │ ✗ rejected by bob',
    ]);
  });

  it('tells a reader who comes later what already waits', () => {
    const approval = { by: [], quorum: 2, reviews: [{ actor: 'ann', verdict: 'approve', at: '' }] };
    const frame = changed(execution('build', 'ship', 'silent'), {
      status: 'running',
      paused: { actor: 'bob', at: '2026-11-23T10:00:00.000Z' },
      rerunOf: { executionId: 'the-first', from: 'ship', actor: 'bob' },
    });
    const facts = [
      { status: 'success', keptFrom: 'the-first' },
      { status: 'waiting-approval', approval },
      { status: 'running', unreachable: true, reason: 'its connector has not been heard of for 40 s' },
    ];
    for (const [index, step] of frame.data.steps.entries()) Object.assign(step, facts[index]);
    expect(shown([frame])).toEqual([
      '↻ repeats the-first from step ship',
      '‖ paused by bob',
      'build  │ ✓ kept from the-first',
      'ship   │ ? waits for one approval',
      'ship   │ → yard approve 01j00000000000000000000000 ship',
      'silent │ ~ its connector has not been heard of for 40 s',
    ]);
  });

  it('says what an execution waits for that may not start yet', () => {
    const group = { name: 'deploy', limit: 1, admitted: false };
    const waits = { status: 'pending', reason: 'waits for the one place of concurrency group deploy' };
    expect(shown([changed(execution('a'), { ...waits, group })])).toEqual([`· ${waits.reason}`]);
    expect(shown([changed(execution('a'), { ...waits, status: 'cancelled', group })])).toEqual([]);
  });

  it('shows a failure that is allowed as an outcome of its own', () => {
    const frame = execution('lint', 'old');
    for (const step of frame.data.steps) step.continueOnError = true;
    expect(
      shown([
        frame,
        event('step.finished', { ...about('lint'), status: 'failed', reason: 'exit code 3' }),
        event('step.skipped', { stepId: 'old', status: 'timeout', reason: 'nobody approved it in time' }),
      ]),
    ).toEqual(['lint │ ! exit code 3; the pipeline allows it', 'old  │ ! timeout: nobody approved it in time']);
  });

  it('shows the last words of a step whose end was told before', () => {
    expect(shown([execution('a'), log('a', 'last words'), end])).toEqual(['a │ last words']);
  });

  it('gives a step no power over the terminal, whatever it writes and however it is called', () => {
    const evil = '\x1b]0;owned\x07\x1b[2J\x1b[1Aover\rwritten';
    const frames = [execution(evil), log(evil.slice(0, 5), `${evil}\n\x9b2J\n`), end];
    expect(shown(frames).join('')).not.toMatch(/[\x00-\x08\x0a-\x1f\x7f-\x9f]/);
    const coloured = shown(frames, { isTTY: true }).join('');
    expect(coloured.replace(/\x1b\[[0-9;:]*m/g, '')).not.toMatch(/[\x00-\x08\x0a-\x1f\x7f-\x9f]/);
  });

  it('keeps the colours of a step on a terminal, on its own lines only', () => {
    const frames = [execution('a', 'b'), log('a', '\x1b[31mred\nstill'), log('b', 'calm\n'), log('a', '\n'), end];
    const lines = shown(frames, { isTTY: true }).map(line => line.slice(line.indexOf('│')));
    expect(lines[0]).toContain('\x1b[31mred\x1b[0m');
    expect(lines[1]).toMatch(/calm$/);
    expect(lines[2]).toContain('\x1b[31mstill\x1b[0m');
  });

  it.each([
    ['a pipe', {}],
    ['NO_COLOR', { isTTY: true, noColor: true }],
    ['NO_COLOR beside FORCE_COLOR', { isTTY: true, noColor: true, forceColor: true }],
  ])('is plain text with %s', (_, options) => {
    expect(shown([execution('a'), log('a', '\x1b[31mred\x1b[0m\n')], options)).toEqual(['a │ red']);
  });

  it('stays plain in a pipe when only the notes go to a terminal', () => {
    const screen = new Screen({ notesTTY: true });
    const live = new Live(screen.terminal);
    for (const frame of [execution('a'), log('a', '\x1b[31mred\n'), event('step.started', about('a'))])
      live.show(frame);
    screen.terminal.note(screen.terminal.colors.red('note'));
    expect(screen.lines).toEqual(['a │ red', 'a │ ▸ started']);
    expect(screen.notes).toBe('\x1b[31mnote\x1b[39m\n');
  });

  it('cuts long names, and does without those it does not know', () => {
    const name = 'a very long name of a step that never ends';
    expect(shown([execution(name), log('a ver', 'x\n'), log('other', 'y\n')])).toEqual([
      'a very long name of a step … │ x',
      'other                        │ y',
    ]);
  });
});
