import type { ExecutionStatus, StepStatus } from '@switchyard/contracts';
import type { Terminal } from './terminal.js';

type Status = ExecutionStatus | StepStatus;

/** Never told by colour alone. */
const marks: Record<Status, string> = {
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
};

export const markOf = (status: Status): string => marks[status];

/** A text in the colour of a status. */
export const painted = ({ colors }: Terminal, status: Status, text: string): string => {
  if (status === 'success') return colors.green(text);
  if (status === 'failed' || status === 'timeout') return colors.red(text);
  if (status === 'running') return colors.cyan(text);
  return status === 'cancelled' ? colors.yellow(text) : colors.dim(text);
};
