import type { RefusalReason } from '@switchyard/contracts';

/** A connector whose attempt another session has is fenced; any other refusal says its reason. */
export const denialOf = (reason: RefusalReason): { result: 'fenced' } | { result: 'refused'; reason: RefusalReason } =>
  reason === 'other-session' ? { result: 'fenced' } : { result: 'refused', reason };
