import type { Bus, BusMessage, Subscription } from '@switchyard/bus';
import { allHeartbeats, Heartbeat } from '@switchyard/contracts';
import { reasonOf } from '@switchyard/kernel';
import { loggerOf, metrics } from '@switchyard/telemetry';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import type { Registry } from '../app/registry.js';

const log = loggerOf('service-registry');
const refused = metrics.counter('yard_heartbeats_refused_total', 'Heartbeats that were no heartbeats');

/** Hears every process. What is no heartbeat is counted and forgotten. */
export const hearHeartbeats = (bus: Bus, registry: Registry): Subscription =>
  bus.subscribe(allHeartbeats, message => {
    const heartbeat = read(message);
    if (!heartbeat) return refused.inc();
    registry.note(heartbeat).catch((error: unknown) => log.warn({ error: reasonOf(error) }, 'agent not stored'));
  });

const read = (message: BusMessage): Heartbeat | undefined => {
  try {
    const heartbeat = plainToInstance(Heartbeat, message.json<object>());
    return validateSync(heartbeat, { whitelist: true }).length === 0 ? { ...heartbeat } : undefined;
  } catch {
    return undefined;
  }
};
