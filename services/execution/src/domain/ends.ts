import type { Cause, FailureClass } from '@switchyard/contracts';

/** Why a step ends without running. */
export interface Ends {
  status: 'skipped' | 'cancelled' | 'timeout' | 'failed';
  reason: string;
  cause: Cause;
  failure?: FailureClass;
}
