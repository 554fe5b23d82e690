import type { Grant } from '@switchyard/contracts';
import { Fault, type Millis } from '@switchyard/kernel';
import type { Connector, Place, RunningAttempt } from './connector.js';
import { unstartable } from './unstartable.js';

/** What runs already, or a new start: the directory lets it run once. A start that fails is an end like any other. */
export const begun = async (connector: Connector, grant: Grant, place: Place): Promise<RunningAttempt> => {
  try {
    return (await connector.adopt(grant, place)) ?? (await startedOrFound(connector, grant, place));
  } catch (error) {
    return unstartable(error);
  }
};

/** A start that an earlier process had under way when it died may come to its end between our look and our own start. */
const startedOrFound = async (connector: Connector, grant: Grant, place: Place): Promise<RunningAttempt> => {
  try {
    return await connector.start(grant, place);
  } catch (error) {
    const isThere = error instanceof Fault && error.code === 'already-started';
    const found = isThere ? await connector.adopt(grant, place) : undefined;
    if (found) return found;
    throw error;
  }
};

/** What is killed and not gone after this long is left to the platform's own means. */
const endsWithinMs: Millis = 10_000;

/** Ends it for good: its folder must not be taken away from under it. */
export const end = async (running: RunningAttempt): Promise<void> => {
  await running.kill();
  await running.outcome(AbortSignal.timeout(endsWithinMs)).catch(() => undefined);
};
