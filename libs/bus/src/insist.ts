import { type Backoff, Fault, type Millis, sleep, waitBefore } from '@switchyard/kernel';

export interface Patience {
  signal?: AbortSignal;
  /** After this long the last fault is thrown; for ever unless told otherwise. */
  patienceMs?: Millis;
  backoff?: Backoff;
}

const usual: Backoff = { initialMs: 50, factor: 2, maxMs: 2_000 };

/**
 * Repeats an idempotent command until it is answered.
 * @throws Fault the first that no retry can heal, or the last one when patience or the signal ended.
 */
export const insist = async <T>(
  command: () => Promise<T>,
  { signal, patienceMs = Infinity, backoff = usual }: Patience = {},
): Promise<T> => {
  const until = performance.now() + patienceMs;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await command();
    } catch (error) {
      const waitMs = waitBefore(attempt, backoff, Math.random());
      if (!canHeal(error) || signal?.aborted || performance.now() + waitMs > until) throw error;
      await sleep(waitMs, signal);
    }
  }
};

const canHeal = (error: unknown) => error instanceof Fault && error.retry;
