import type { ConnectorType, Pool } from '@switchyard/contracts';
import { Clock, type Millis } from '@switchyard/kernel';
import { poolOf } from '../domain/why.js';
import { Sessions } from './ports.js';
import type { Silences } from './silences.js';

/** Pools that are remembered. */
const mostRemembered = 10_000;

interface Named {
  connector: ConnectorType;
  pool: Pool;
}

/**
 * How long each pool has been without anybody, by this process's monotonic clock alone. A process that has not looked
 * at a pool before gives it the whole time.
 */
export class Vacancies {
  /** When somebody was there last, as far as was seen. */
  private readonly lastSeen = new Map<string, Millis>();

  constructor(
    private readonly sessions: Sessions,
    private readonly silences: Silences,
    private readonly clock: Clock,
  ) {}

  async of({ connector, pool }: Named): Promise<Millis> {
    const name = poolOf({ connector, pool });
    const first = this.lastSeen.get(name) ?? this.clock.monotonic();
    this.remember(name, first);
    const sessions = await this.sessions.inPool(connector, pool, 0);
    const now = this.clock.monotonic();
    // Who takes nothing more is nobody to wait for.
    const seen = sessions.filter(({ drained }) => !drained).map(session => now - this.silences.of(session.id, session));
    this.remember(name, Math.max(first, ...seen));
    return this.known({ connector, pool });
  }

  /** As it was at the last look; 0 for a pool that was never looked at. */
  known(named: Named): Millis {
    const now = this.clock.monotonic();
    return now - (this.lastSeen.get(poolOf(named)) ?? now);
  }

  private remember(name: string, at: Millis): void {
    this.lastSeen.delete(name);
    this.lastSeen.set(name, at);
    const [oldest] = this.lastSeen.keys();
    if (this.lastSeen.size > mostRemembered && oldest) this.lastSeen.delete(oldest);
  }
}
