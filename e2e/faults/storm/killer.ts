import { type CrashPoint, crashPoints } from '@switchyard/kernel';
import { eventually } from '../../house.js';
import type { FaultsHouse } from '../faults-house.js';
import { isReachedByAll } from '../situations.js';
import type { Chance } from '../../chance.js';

/** One process that died, and how long it was until everything was well again. */
export interface Kill {
  /** The process, or the point where whoever got there died. */
  victim: string;
  recoveredMs: number | undefined;
}

const services = [
  'execution',
  'gateway',
  'pipeline',
  'service-registry',
  'connector-shell',
  'connector-null',
  'nats-server',
] as const;
/** Those which its work may come to: whoever waits for another waits in vain. */
const points = crashPoints.filter(isReachedByAll) as [CrashPoint, ...CrashPoint[]];

/** Its owner takes a bus that dies again and again within seconds for broken. */
const busRestsMs = 15_000;
/** A point that nobody has reached for this long is given up. */
const firesWithinMs = 8_000;
const recoversWithinMs = 60_000;
/** The part of kills that happen at a crash point. */
const atPoints = 0.4;

/** Kills processes as its chance says. */
export class Killer {
  readonly kills: Kill[] = [];
  private readonly recovering = new Set<Promise<void>>();
  private busDiedAt = -Infinity;

  constructor(
    private readonly house: FaultsHouse,
    private readonly chance: Chance,
  ) {}

  async strike(): Promise<void> {
    if (this.chance.next() < atPoints) return this.crash(this.chance.of(points));
    const victim = this.chance.of(services);
    if (victim === 'nats-server') {
      if (performance.now() - this.busDiedAt < busRestsMs) return this.strike();
      this.busDiedAt = performance.now();
    }
    if (this.house.signal(victim, 'SIGKILL')) this.note(victim);
  }

  /** Waits until everything that has died is well again. */
  async settled(): Promise<void> {
    await Promise.all(this.recovering);
  }

  private async crash(point: CrashPoint): Promise<void> {
    this.house.arm(point);
    if (point.startsWith('connector.process.')) this.house.signal('connector-shell', 'SIGKILL');
    const fired = await eventually(point, async () => !this.house.isArmed(point), firesWithinMs).catch(() => false);
    if (fired) this.note(point);
    else this.house.disarm(point);
  }

  private note(victim: string): void {
    const kill: Kill = { victim, recoveredMs: undefined };
    this.kills.push(kill);
    const from = performance.now();
    const recovered = this.house
      .whole(recoversWithinMs)
      .then(() => void (kill.recoveredMs = performance.now() - from))
      .catch(() => undefined)
      .finally(() => this.recovering.delete(recovered));
    this.recovering.add(recovered);
  }
}
