import { type ExecutionStatus, isFinal } from '@switchyard/contracts';
import type { Millis } from '@switchyard/kernel';

interface Ended {
  status: ExecutionStatus;
  finishedAt?: string;
}

/** After a bad end somebody may want to see what the steps left on disk. */
export const isKeptToLookAt = (status: ExecutionStatus): boolean => status === 'failed' || status === 'timeout';

/** When it is removed at the latest; undefined while the execution runs. */
export const workspaceKeptUntil = ({ status, finishedAt }: Ended, keptMs: Millis): Millis | undefined => {
  if (!isFinal(status) || finishedAt === undefined) return undefined;
  return Date.parse(finishedAt) + (isKeptToLookAt(status) ? keptMs : 0);
};

/** Whether a connector may remove the workspace of an execution; of one that is unknown it may. */
export const workspaceMayGo = (execution: Ended | undefined, now: Millis, keptMs: Millis): boolean => {
  if (!execution) return true;
  const { status, finishedAt } = execution;
  if (!isFinal(status)) return false;
  return !isKeptToLookAt(status) || finishedAt === undefined || now - Date.parse(finishedAt) >= keptMs;
};
