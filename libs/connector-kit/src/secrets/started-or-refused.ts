import type { Grant } from '@switchyard/contracts';
import { traceparentOf } from '@switchyard/telemetry';
import { begun, end } from '../begin-and-end.js';
import type { Connector, Place, RunningAttempt } from '../connector.js';
import { unstartable } from '../unstartable.js';
import type { HostSecrets } from './host-secrets.js';
import { Masking } from './masking.js';

/** An attempt that runs, or has ended, with what hides its secrets. */
export interface Started {
  running: RunningAttempt;
  masking: Masking;
}

/**
 * Starts the attempt with its secrets in its environment, or finds it running. Without its secrets it cannot start, and
 * one that runs already cannot go on: nobody could hide what it prints.
 */
export const startedOrRefused = async (
  connector: Connector,
  secrets: HostSecrets,
  grant: Grant,
  place: Place,
): Promise<Started> => {
  const variables = opened(secrets, grant);
  if (variables instanceof Error) {
    const found = await connector.adopt(grant, place);
    if (found) await end(found);
    return { running: unstartable(variables, found !== undefined), masking: new Masking([]) };
  }
  const traceparent = traceparentOf();
  const own = { YARD_ATTEMPT: grant.attemptId, ...(traceparent ? { TRACEPARENT: traceparent } : {}) };
  const { sealedSecrets: _, ...rest } = grant;
  const environment = { ...grant.environment, ...variables, ...own };
  const masking = new Masking(Object.values(variables));
  return { running: await begun(connector, { ...rest, environment }, place), masking };
};

const opened = (secrets: HostSecrets, grant: Grant): Record<string, string> | Error => {
  try {
    return secrets.variablesOf(grant);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
};
