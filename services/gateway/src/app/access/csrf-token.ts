import { randomBytes } from 'node:crypto';

/** What the cookie of `csrf.ts` holds: 256 random bits, new at each sign-in. */
export const newCsrfToken = (): string => randomBytes(32).toString('base64url');
