import { reasonOf, sleep, waitBefore } from '@switchyard/kernel';
import { loggerOf } from '@switchyard/telemetry';

const backoff = { initialMs: 200, factor: 1.6, maxMs: 3_000 };
const mostTries = 12;

/**
 * Clears away what a step had, again and again while the engine refuses: a network whose containers are still being
 * removed, or whose engine has just come back, is in use for a moment longer. Never rejects: what is left in the end is
 * the reaper's.
 */
export const insistOnClearing = async (attemptId: string, clear: () => Promise<void>): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    const trouble = await clear().then(
      () => undefined,
      (error: unknown) => reasonOf(error),
    );
    if (trouble === undefined) return;
    if (attempt === mostTries) {
      loggerOf('connector-docker').warn({ attemptId, error: trouble }, 'not all of a step cleared away yet');
      return;
    }
    await sleep(waitBefore(attempt, backoff, Math.random()));
  }
};
