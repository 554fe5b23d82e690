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
export const hearHeartbeats = (bus: Bus, registry: Registry): Subscription => {
  const known = new KnownBeats();
  return bus.subscribe(allHeartbeats, message => {
    const heartbeat = known.read(message);
    if (!heartbeat) return refused.inc();
    registry.note(heartbeat).catch((error: unknown) => log.warn({ error: reasonOf(error) }, 'agent not stored'));
  });
};

/** Subjects whose last heartbeat is remembered. */
const mostKnown = 1_000;

/** A process mostly says what it said before: the same bytes are not read and checked again. */
class KnownBeats {
  private readonly last = new Map<string, { bytes: Uint8Array; heartbeat: Heartbeat }>();

  read(message: BusMessage): Heartbeat | undefined {
    const { subject, bytes } = message;
    const known = this.last.get(subject);
    if (known && Buffer.compare(known.bytes, bytes) === 0) return known.heartbeat;
    const heartbeat = read(message);
    this.last.delete(subject);
    // A copy: the bytes lie in what the line has brought together with others.
    if (heartbeat) this.last.set(subject, { bytes: Uint8Array.from(bytes), heartbeat });
    const [oldest] = this.last.keys();
    if (this.last.size > mostKnown && oldest !== undefined) this.last.delete(oldest);
    return heartbeat;
  }
}

const read = (message: BusMessage): Heartbeat | undefined => {
  try {
    const heartbeat = plainToInstance(Heartbeat, message.json<object>());
    return validateSync(heartbeat, { whitelist: true }).length === 0 ? { ...heartbeat } : undefined;
  } catch {
    return undefined;
  }
};
