import { type Millis, reasonOf, sleep } from '@switchyard/kernel';
import { loggerOf } from '@switchyard/telemetry';
import type { Connector } from './connector.js';
import type { Journal } from './journal.js';

/** Ends, at once and then now and then until the signal aborts, what the journal does not list any more. */
export const reapEvery = async (
  everyMs: Millis,
  signal: AbortSignal,
  connector: Connector,
  journal: Journal,
): Promise<void> => {
  const log = loggerOf(`connector-${connector.type}`);
  while (!signal.aborted) {
    await connector.reap(journal.directory).then(
      attempts => attempts.length > 0 && log.warn({ attempts }, 'leftovers of forgotten attempts ended'),
      (error: unknown) => log.warn({ error: reasonOf(error) }, 'leftovers not looked for'),
    );
    await sleep(everyMs, signal);
  }
};
