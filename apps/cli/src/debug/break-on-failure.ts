import type { ExecutionView, StepView } from '@switchyard/contracts';
import { exit, Stop } from '../exit.js';
import type { Connection } from '../platform/connect.js';
import type { Terminal } from '../view/terminal.js';
import { debugStep } from './debug-step.js';

const usual = { for: 30 * 60_000, shell: '/bin/sh', onMachine: false };

/** The step that failed first, of those that made the execution fail where there are some. */
const firstFailed = ({ steps }: ExecutionView): StepView | undefined => {
  const failed = steps
    .filter(step => (step.status === 'failed' || step.status === 'timeout') && step.attempts.some(one => one.startedAt))
    .sort((a, b) => (a.finishedAt ?? '').localeCompare(b.finishedAt ?? ''));
  return failed.find(step => !step.continueOnError) ?? failed[0];
};

/** A shell in the first step that failed, before the platform of this command ends; nothing where none did. */
export const breakOnFailure = async (
  terminal: Terminal,
  connection: Connection,
  execution: ExecutionView,
  data: string | undefined,
): Promise<void> => {
  const step = firstFailed(execution);
  if (!step) return;
  const options = data === undefined ? usual : { ...usual, data };
  try {
    await debugStep(terminal, connection, execution, step, options);
  } catch (error) {
    // The result is told already, and stays what it is.
    if (!(error instanceof Stop)) throw error;
    terminal.note(`no shell: ${error.message}`);
  }
};

/** @throws Stop where no shell could be given later */
export const mayBreak = (isJson: boolean): void => {
  if (isJson) throw new Stop(exit.badInput, '--break-on-failure is for people: it goes without --json');
};

/** @throws Stop where the steps run elsewhere */
export const mustBeLocal = ({ isLocal, client }: Connection): void => {
  if (!isLocal)
    throw new Stop(
      exit.badInput,
      `--break-on-failure needs a platform of this machine, and ${client.url} may run steps anywhere`,
      ['without it, and afterwards, on the machine of the connector: yard debug EXECUTION STEP'],
    );
};
