import type { ExecutionStatus, StepStatus } from '@switchyard/contracts';

/** What an execution may become. */
export const executionMoves: Record<ExecutionStatus, readonly ExecutionStatus[]> = {
  pending: ['running', 'success', 'failed', 'cancelled', 'timeout'],
  running: ['success', 'failed', 'cancelled', 'timeout'],
  success: [],
  failed: [],
  cancelled: [],
  timeout: [],
};

/** What a step may become. One that is queued or runs waits again when another attempt will follow. */
export const stepMoves: Record<StepStatus, readonly StepStatus[]> = {
  waiting: ['queued', 'skipped', 'cancelled', 'timeout', 'failed', 'waiting-approval'],
  'waiting-approval': ['queued', 'skipped', 'cancelled', 'timeout', 'failed'],
  queued: ['running', 'skipped', 'cancelled', 'timeout', 'failed', 'waiting'],
  running: ['success', 'failed', 'cancelled', 'timeout', 'waiting'],
  success: [],
  failed: [],
  cancelled: [],
  timeout: [],
  skipped: [],
};
