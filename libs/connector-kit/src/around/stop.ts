/** Why an attempt ends before its time. */
export type Stop = 'cancelled' | 'timeout' | 'fenced';

/** What one that never started, since it did not get ready in time, is said to have ended by. */
export const unstartedReasons: Record<Stop, string> = {
  cancelled: 'it was cancelled before it started',
  timeout: 'its timeout was over before it started',
  fenced: 'nobody wanted it any more before it started',
};
