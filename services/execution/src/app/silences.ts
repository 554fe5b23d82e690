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

  constructor(private readonly clock: Clock) {}

  /** @param session as the store has it; undefined for one the store does not know. */
  of(id: SessionId, session: Pick<Session, 'beats'> | undefined): Millis {
    const now = this.clock.monotonic();
    // A session takes work up before its first beat: it has the whole lease for that one too.
    const beat = session?.beats ?? 0;
    const known = this.heard.get(id);
    if (known?.beat === beat) return now - known.at;
    this.heard.delete(id);
    this.heard.set(id, { beat, at: now });
    const [oldest] = this.heard.keys();
    if (this.heard.size > mostRemembered && oldest) this.heard.delete(oldest);
    return 0;
  }
}
