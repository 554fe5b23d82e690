import type { Ending, ShimOutcome } from '@switchyard/connector-kit';
import { never } from '@switchyard/kernel';

/** What the end of a command means: whose doing it was, and one sentence. */
export const endingOf = (outcome: ShimOutcome): Ending => {
  const ending = meaningOf(outcome);
  // Where output could not be kept, the command's own words on its failure are likely to be missing.
  return ending.reason && outcome.logError
    ? { ...ending, reason: `${ending.reason}; ${logReason(outcome.logError)}` }
    : ending;
};

const meaningOf = (outcome: ShimOutcome): Ending => {
  const base = factsOf(outcome);
  const { exitCode, signal } = outcome;
  switch (outcome.kind) {
    case 'exited':
      return exitCode === 0
        ? { ...base, kind: 'exited' }
        : { ...base, kind: 'exited', failure: 'user', reason: exitReason(exitCode) + refusals(outcome) };
    case 'signalled':
      return { ...base, kind: 'signalled', failure: 'user', reason: `killed by ${signal ?? 'a signal'}` };
    case 'timeout':
      return {
        ...base,
        kind: 'timeout',
        failure: 'timeout',
        reason: `stopped after its timeout, ${seconds(outcome)} s after it began`,
      };
    case 'cancelled':
      return { ...base, kind: 'cancelled', failure: 'cancelled', reason: 'cancelled' };
    case 'fenced':
      return {
        ...base,
        kind: 'fenced',
        failure: 'platform',
        reason: 'stopped itself: its connector was not heard of for too long',
      };
    case 'spawn-failed':
      return { ...base, kind: 'failed', failure: 'user', reason: spawnReason(outcome) };
    case 'lost':
      return { ...base, kind: 'failed', failure: 'platform', reason: 'the process that watched the step was killed' };
    default:
      return never(outcome.kind);
  }
};

const logReason = (error: string): string =>
  error === 'ENOSPC'
    ? "the disk of the step's machine is full, so not all of its output could be kept"
    : `not all of its output could be kept (${error})`;

const factsOf = ({ exitCode, signal, startedAt, finishedAt, droppedBytes }: ShimOutcome) => ({
  startedAt,
  finishedAt,
  droppedBytes,
  ...(exitCode === undefined ? {} : { exitCode }),
  ...(signal === undefined ? {} : { signal }),
});

const seconds = ({ startedAt, finishedAt }: ShimOutcome) => ((finishedAt - startedAt) / 1_000).toFixed(1);

/** Exit codes that POSIX gives the shell's own failures (XCU 2.8.2), and the plain ones. */
const exitReason = (code: number | undefined): string => {
  if (code === 127) return 'exit code 127: command not found';
  if (code === 126) return 'exit code 126: the command is no program, or may not be run';
  return `exit code ${code}`;
};

/** Most programs fail when they cannot start another, and few say why. */
const refusals = ({ refusedProcesses }: ShimOutcome): string =>
  refusedProcesses === undefined ? '' : '; it was refused more processes than a step may have at once';

const spawnReason = ({ error, failedAt }: ShimOutcome): string =>
  failedAt === 'directory'
    ? `the working directory cannot be entered (${error ?? 'unknown error'})`
    : `the command could not be started (${error ?? 'unknown error'})`;
