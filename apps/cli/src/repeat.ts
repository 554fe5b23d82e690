import { YardError } from '@switchyard/client';
import { sleep, waitBefore } from '@switchyard/kernel';

export const backoff = { initialMs: 100, factor: 2, maxMs: 2_000 };
const mostTries = 6;

/** Sends a request whose repeating is harmless until it is answered, within reason. */
export const repeated = async <Answer>(send: () => Promise<Answer>): Promise<Answer> => {
  for (let tries = 1; ; tries += 1)
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof YardError && error.mayHeal) || tries === mostTries) throw error;
      await sleep(waitBefore(tries, backoff, Math.random()));
    }
};
