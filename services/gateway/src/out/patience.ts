import type { CallOptions } from '@switchyard/bus';

/** Questions of people are answered or refused within three seconds. */
export const patience: CallOptions = { timeoutMs: 2_500 };
