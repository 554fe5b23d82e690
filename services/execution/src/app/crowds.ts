import type { ConnectorType, Pool } from '@switchyard/contracts';
import { Clock, type Millis } from '@switchyard/kernel';
import { Sessions } from './ports.js';

/** Looked at again after this long: a session does not come and get a step within it. */
const freshMs: Millis = 1_000;
/** A session that did not beat for this long is gone. */
const aliveMs: Millis = 30_000;
const mostRemembered = 1_000;

/** Whether a pool has more than one machine. A connector that was restarted is where it was. */
export class Crowds {
  private readonly known = new Map<string, { at: Millis; isAlone: Promise<boolean> }>();

  constructor(
    private readonly sessions: Sessions,
    private readonly clock: Clock,
  ) {}

  isAlone(connector: ConnectorType, pool: Pool): Promise<boolean> {
    const name = `${connector} ${pool}`;
    const now = this.clock.monotonic();
    const known = this.known.get(name);
    if (known && now - known.at < freshMs) return known.isAlone;
    const isAlone = this.look(connector, pool);
    this.known.delete(name);
    this.known.set(name, { at: now, isAlone });
    isAlone.catch(() => this.known.delete(name));
    const [oldest] = this.known.keys();
    if (this.known.size > mostRemembered && oldest) this.known.delete(oldest);
    return isAlone;
  }

  private async look(connector: ConnectorType, pool: Pool): Promise<boolean> {
    const sessions = await this.sessions.inPool(connector, pool, this.clock.now() - aliveMs);
    return new Set(sessions.map(({ id, machine }) => machine ?? id)).size < 2;
  }
}
