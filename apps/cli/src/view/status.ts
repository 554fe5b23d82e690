import type { ExecutionStatus, StepStatus, StepView } from '@switchyard/contracts';
import type { Terminal } from './terminal.js';

/** What is shown: a status, or what a status alone would hide. */
export type Shown =
  | ExecutionStatus
  | StepStatus
  /** It failed, and the pipeline goes on as if it had not. */
  | 'allowed'
  /** The result of an earlier execution. */
  | 'kept'
  /** Not run: the result of an earlier run with the same input. */
  | 'cached'
  /** Its connector is silent. */
  | 'unreachable'
  | 'paused';

/** Never told by colour alone. */
const marks: Record<Shown, string> = {
  pending: '·',
  waiting: '·',
  queued: '·',
  'waiting-approval': '?',
  running: '▸',
  success: '✓',
  failed: '✗',
  cancelled: '■',
  timeout: '✗',
  skipped: '-',
  allowed: '!',
  kept: '✓',
  cached: '✓',
  unreachable: '~',
  paused: '‖',
};

export const markOf = (shown: Shown): string => marks[shown];

/** A text in the colour of what it shows. */
export const painted = ({ colors }: Terminal, shown: Shown, text: string): string => {
  switch (shown) {
    case 'success':
      return colors.green(text);
    case 'failed':
    case 'timeout':
      return colors.red(text);
    case 'running':
      return colors.cyan(text);
    case 'cancelled':
    case 'allowed':
    case 'waiting-approval':
    case 'unreachable':
    case 'paused':
      return colors.yellow(text);
    default:
      return colors.dim(text);
  }
};

type StepFacts = Pick<StepView, 'status'> &
  Partial<Pick<StepView, 'continueOnError' | 'keptFrom' | 'cached' | 'unreachable'>>;

const hasFailed = (status: StepStatus): boolean => status === 'failed' || status === 'timeout';

export const shownOf = ({ status, continueOnError, keptFrom, cached, unreachable }: StepFacts): Shown => {
  if (continueOnError && hasFailed(status)) return 'allowed';
  if (keptFrom) return 'kept';
  if (cached) return 'cached';
  return status === 'running' && unreachable ? 'unreachable' : status;
};

/** Such as `✗ failed`, `! failed, allowed` or `✓ success, kept`. */
export const wordsOf = (step: StepFacts): string => {
  const shown = shownOf(step);
  const more = shown === step.status ? '' : `, ${shown}`;
  return `${markOf(shown)} ${step.status}${more}`;
};
