export const executionStatuses = ['pending', 'running', 'success', 'failed', 'cancelled', 'timeout'] as const;
export type ExecutionStatus = (typeof executionStatuses)[number];

export const stepStatuses = [
  'waiting',
  'queued',
  'running',
  'success',
  'failed',
  'cancelled',
  'timeout',
  'skipped',
  'waiting-approval',
] as const;
export type StepStatus = (typeof stepStatuses)[number];

export const attemptStatuses = ['queued', 'running', 'done', 'lost', 'fenced'] as const;
export type AttemptStatus = (typeof attemptStatuses)[number];

/** Whose doing an end was; part of every end that is not a success. */
export const failureClasses = ['user', 'platform', 'policy', 'cancelled', 'timeout'] as const;
export type FailureClass = (typeof failureClasses)[number];

const ended: readonly string[] = ['success', 'failed', 'cancelled', 'timeout', 'skipped'];

/** Whether a status of an execution, stage or step is final. */
export const isFinal = (status: ExecutionStatus | StepStatus): boolean => ended.includes(status);
