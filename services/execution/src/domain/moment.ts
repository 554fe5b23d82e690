import type { Millis } from '@switchyard/kernel';

/** Time and chance of one decision. */
export interface Moment {
  now: Millis;
  /** In [0, 1): spreads retries. */
  chance: number;
}
