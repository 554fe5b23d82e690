import type { AttemptId, YardEvent } from '@switchyard/contracts';
import { Clock, type Millis } from '@switchyard/kernel';
import type { Effect } from '../domain/effects.js';
import { Line } from '../domain/line.js';
import { Outside } from './ports.js';

/** Told when a bell could not be rung; it keeps its place, and the sweep asks again. */
export abstract class BellTrouble {
  abstract note(attemptId: AttemptId, error: unknown): void;
}

/** Unanswered bells per pool: enough for every free slot, and few enough that a newcomer waits for few. */
const mostRung = 64;

type Ring = Extract<Effect, { kind: 'ring' }>;
interface Waiting extends Ring {
  traceparent: string | undefined;
}

interface Pool {
  line: Line<Waiting>;
  /** Bells that were not answered yet, and when each was rung last, on the monotonic clock. */
  rung: Map<AttemptId, Millis>;
}

/**
 * Rings the bells of each pool, a bounded number at once and projects by turns, so that a project with a thousand
 * steps in line does not hold up one with a single step. All other effects pass.
 */
export class Bells extends Outside {
  private readonly pools = new Map<string, Pool>();

  constructor(
    private readonly outside: Outside,
    private readonly trouble: BellTrouble,
    private readonly clock: Clock,
    /** The sweep rings again what is still queued; what it has not for this long was answered unheard. */
    private readonly forgetAfterMs: Millis,
    /** Whether nobody is there, so that what can go on elsewhere does. */
    private readonly isVacant: (ring: Ring) => boolean = () => false,
  ) {
    super();
  }

  async perform(effect: Effect, traceparent: string | undefined): Promise<void> {
    if (effect.kind !== 'ring') return this.outside.perform(effect, traceparent);
    // Nobody would take such a bell out of the stream, which holds those of all pools.
    if (effect.movable && this.isVacant(effect)) return;
    const pool = this.poolOf(effect);
    const waiting = { ...effect, traceparent };
    // Rung already, and not answered: the bell may be lost, so it is rung again in its own place.
    if (pool.rung.has(effect.attemptId)) return this.ring(pool, waiting);
    pool.line.add(waiting);
    await this.ringNext(pool);
  }

  /** An attempt was taken, or will never be: its bell has been answered, wherever that happened. */
  heard(event: YardEvent): void {
    if (!endsRinging(event)) return;
    const { attemptId, project } = event.data;
    if (!attemptId) return;
    for (const pool of this.pools.values()) {
      pool.line.remove({ attemptId, project });
      if (pool.rung.delete(attemptId)) void this.ringNext(pool);
    }
  }

  private poolOf({ connector, pool }: Ring): Pool {
    const key = `${connector}/${pool}`;
    const found = this.pools.get(key) ?? { line: new Line<Waiting>(), rung: new Map() };
    this.pools.set(key, found);
    return found;
  }

  private async ringNext(pool: Pool): Promise<void> {
    const rings: Promise<void>[] = [];
    if (pool.rung.size >= mostRung) this.forgetAnswered(pool);
    while (pool.rung.size < mostRung) {
      const next = pool.line.next();
      if (!next) break;
      rings.push(this.ring(pool, next));
    }
    await Promise.all(rings);
  }

  private forgetAnswered({ rung }: Pool): void {
    const before = this.clock.monotonic() - this.forgetAfterMs;
    for (const [attemptId, at] of rung) if (at < before) rung.delete(attemptId);
  }

  private async ring(pool: Pool, { traceparent, ...effect }: Waiting): Promise<void> {
    pool.rung.set(effect.attemptId, this.clock.monotonic());
    await this.outside.perform(effect, traceparent).catch((error: unknown) => {
      pool.rung.delete(effect.attemptId);
      this.trouble.note(effect.attemptId, error);
    });
  }
}

/** What says that nobody waits for an attempt to be taken any more: moved on, it never will be. */
export const ringingEnds = ['step.started', 'step.skipped', 'step.retrying', 'step.finished'] as const;
type RingingEnd = Extract<YardEvent, { type: (typeof ringingEnds)[number] }>;

const endsRinging = (event: YardEvent): event is RingingEnd => ringingEnds.some(type => type === event.type);
