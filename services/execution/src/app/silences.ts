import type { SessionId } from '@switchyard/contracts';
import { Clock, type Millis } from '@switchyard/kernel';
import type { Session } from './ports.js';

/** Sessions whose last beat is remembered. */
const mostRemembered = 10_000;

/**
 * How long each session has been silent, by this process's monotonic clock alone: a beat counts from the moment its
 * trace in the store is seen to have changed. Clocks that are wrong, or jump, make no difference; a process that has
 * just started gives everybody the whole lease.
 */
export class Silences {
  private readonly heard = new Map<SessionId, { beat: number; at: Millis }>();
  private readonly startedAt: Millis;

  constructor(private readonly clock: Clock) {
    this.startedAt = clock.monotonic();
  }

  /** @param session as the store has it; undefined for one the store does not know. */
  of(id: SessionId, session: Pick<Session, 'beats'> | undefined): Millis {
    const now = this.clock.monotonic();
    if (!session) return now - (this.heard.get(id)?.at ?? this.startedAt);
    const known = this.heard.get(id);
    if (known?.beat === session.beats) return now - known.at;
    this.heard.delete(id);
    this.heard.set(id, { beat: session.beats, at: now });
    const [oldest] = this.heard.keys();
    if (this.heard.size > mostRemembered && oldest) this.heard.delete(oldest);
    return 0;
  }
}
