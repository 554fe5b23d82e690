import type { ConnectorView } from '@switchyard/contracts';
import type { Tone } from '../../ui/status-look.js';

/** How a connector stands, in one word and a tone. */
export const standingOf = ({ alive, drain, running }: ConnectorView): { word: string; tone: Tone } => {
  if (!alive) return { word: 'silent', tone: 'bad' };
  if (!drain) return { word: 'takes steps', tone: 'good' };
  if (!drain.heard) return { word: 'asked to drain', tone: 'held' };
  return running > 0 ? { word: 'draining', tone: 'held' } : { word: 'drained', tone: 'quiet' };
};

export interface PoolSum {
  pool: string;
  connectors: number;
  slots: number;
  running: number;
}

/** What each pool can take, of those that take anything, by name. */
export const poolsOf = (connectors: readonly ConnectorView[]): PoolSum[] => {
  const sums = new Map<string, PoolSum>();
  for (const { connector, pool, slots, running, alive, drain } of connectors) {
    const name = `${connector}/${pool}`;
    const sum = sums.get(name) ?? { pool: name, connectors: 0, slots: 0, running: 0 };
    const takes = alive && !drain;
    sums.set(name, {
      pool: name,
      connectors: sum.connectors + (takes ? 1 : 0),
      slots: sum.slots + (takes ? slots : 0),
      running: sum.running + (alive ? running : 0),
    });
  }
  return [...sums.values()].sort((a, b) => a.pool.localeCompare(b.pool));
};

/** Steps that run and are not the reader's to see. */
export const hiddenOf = ({ running, attempts }: ConnectorView): number => Math.max(0, running - attempts.length);
