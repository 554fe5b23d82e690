import type { ShimOutcome } from '@switchyard/connector-kit';
import { endingOf } from './ending.js';

const outcome = (over: Partial<ShimOutcome>): ShimOutcome => ({
  kind: 'exited',
  startedAt: 10_000,
  finishedAt: 12_345,
  totalBytes: 99,
  droppedBytes: 7,
  ...over,
});

describe('the end of a command', () => {
  it('is a success with exit code 0, and nobody is blamed', () =>
    expect(endingOf(outcome({ exitCode: 0 }))).toEqual({
      kind: 'exited',
      exitCode: 0,
      startedAt: 10_000,
      finishedAt: 12_345,
      droppedBytes: 7,
    }));

  it.each([
    [{ kind: 'exited', exitCode: 3 }, 'exited', 'user', 'exit code 3'],
    [{ kind: 'exited', exitCode: 127 }, 'exited', 'user', 'exit code 127: command not found'],
    [
      { kind: 'exited', exitCode: 126 },
      'exited',
      'user',
      'exit code 126: the command is no program, or may not be run',
    ],
    [
      { kind: 'exited', exitCode: 2, refusedProcesses: 12 },
      'exited',
      'user',
      'exit code 2; it was refused more processes than a step may have at once',
    ],
    [{ kind: 'signalled', signal: 'SIGSEGV' }, 'signalled', 'user', 'killed by SIGSEGV'],
    [{ kind: 'timeout', signal: 'SIGTERM' }, 'timeout', 'timeout', 'stopped after its timeout, 2.3 s after it began'],
    [{ kind: 'cancelled', signal: 'SIGTERM' }, 'cancelled', 'cancelled', 'cancelled'],
    [{ kind: 'cancelled', exitCode: 0 }, 'cancelled', 'cancelled', 'cancelled'],
    [
      { kind: 'fenced', signal: 'SIGKILL' },
      'fenced',
      'platform',
      'stopped itself: its connector was not heard of for too long',
    ],
    [{ kind: 'lost' }, 'failed', 'platform', 'the process that watched the step was killed'],
    [
      { kind: 'spawn-failed', error: 'ENOENT', failedAt: 'command' },
      'failed',
      'user',
      'the command could not be started (ENOENT)',
    ],
    [
      { kind: 'spawn-failed', error: 'EACCES', failedAt: 'directory' },
      'failed',
      'user',
      'the working directory cannot be entered (EACCES)',
    ],
  ] as const)('of %j is %j, the doing of %j: %s', (over, kind, failure, reason) => {
    const ending = endingOf(outcome(over));
    expect(ending).toMatchObject({ kind, failure, reason, startedAt: 10_000, finishedAt: 12_345, droppedBytes: 7 });
    expect([ending.exitCode, ending.signal]).toEqual([
      'exitCode' in over ? over.exitCode : undefined,
      'signal' in over ? over.signal : undefined,
    ]);
  });
});
