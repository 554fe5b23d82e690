import { HttpFault } from '@switchyard/http';
import type { Millis } from '@switchyard/kernel';

/** A sign-in that the back-off does not let through yet. The same for accounts that are not there. */
export const signInTooSoon = (waitMs: Millis): HttpFault => {
  const seconds = Math.max(1, Math.ceil(waitMs / 1_000));
  return new HttpFault(429, 'authentication', {
    code: 'sign-in-too-soon',
    message: `there were too many wrong sign-ins; the next one is looked at in ${seconds} seconds`,
    suggestions: ['wait, and check the password meanwhile'],
    retryAfter: seconds,
  });
};
