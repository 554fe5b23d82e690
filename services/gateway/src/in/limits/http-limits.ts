import type { Millis } from '@switchyard/kernel';

/** What callers of the API are held to. */
export interface HttpLimits {
  /** Requests per minute; 0 = any number. */
  perMinute: Record<Bucket, number>;
  /** Hops of X-Forwarded-For that count. */
  trustedProxies: number;
  /** For a whole request to arrive. */
  requestMs: Millis;
  cors: { origins: readonly string[]; methods: readonly string[]; credentials: boolean };
}

/** What requests are counted by. */
export type Bucket = 'ip' | 'user' | 'token' | 'project';

/** Bytes of a body, but at the upload door: what the API takes as JSON is much smaller. */
export const mostBodyBytes = 1_048_576;
