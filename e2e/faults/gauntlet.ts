import type { CrashPoint } from '@switchyard/kernel';
import { type Crew, FaultsHouse } from './faults-house.js';
import { violationsAtTheEnd } from './house-invariants.js';
import { violationsOf } from './invariants/index.js';
import { consumersIn } from './invariants/leftovers.js';
import { type Memory, memoryOf, noGrowth } from './invariants/memory.js';
import { Load, type Run, warmUp } from './load.js';
import type { Kind, Sample } from './pipelines.js';
import { reachedAtStart, type Situation } from './situations.js';

export type Points = ReadonlyMap<CrashPoint, Situation>;

/** On a machine at work, an engine alone may need many seconds for each container. */
const containersMs = 500_000;

/** How often a situation is made before a point that nobody reaches is called unreached. */
const mostTries = 5;

/** One platform under work whose processes die at crash points. */
export class Gauntlet {
  private constructor(
    readonly house: FaultsHouse,
    readonly load: Load,
    private readonly consumers: readonly string[],
    private readonly memory: Memory,
  ) {}

  static async open(environment: Record<string, string> = {}): Promise<Gauntlet> {
    const house = await FaultsHouse.start(environment);
    const load = new Load(house.client, house.ledger);
    await warmUp(load);
    return new Gauntlet(house, load, consumersIn(house.data), memoryOf(house.house.pid));
  }

  /** One whose work is another. Nothing is said of its memory, since nothing has warmed it up. */
  static async of(environment: Record<string, string>, crew: Crew, work: Record<Kind, Sample>): Promise<Gauntlet> {
    const house = await FaultsHouse.start(environment, crew);
    return new Gauntlet(
      house,
      new Load(house.client, house.ledger, work, containersMs),
      consumersIn(house.data),
      new Map(),
    );
  }

  /** Dies at all of them, several at a time since most of it is waiting; what each broke, when that is known. */
  dieAtAll(points: Points, lanes: number): Map<CrashPoint, Promise<string[]>> {
    const results = new Map<CrashPoint, Promise<string[]>>();
    const last = Array.from({ length: lanes }, () => Promise.resolve<unknown>(undefined));
    [...points].forEach(([point, situation], index) => {
      const result = (last[index % lanes] ?? Promise.resolve()).then(() => this.dieAt(point, situation));
      // Somebody asks for it later, or nobody does when the platform was closed before.
      last[index % lanes] = result.catch(() => undefined);
      results.set(point, result);
    });
    return results;
  }

  /** What is broken when all of it is over. */
  async end(): Promise<string[]> {
    const { house, load, consumers, memory } = this;
    return [...(await noGrowth(memory, house.house.pid)), ...(await violationsAtTheEnd(house, load, consumers))];
  }

  async close(): Promise<void> {
    await this.house.stop();
    this.house.clean();
  }

  /** Works until somebody has died at the point, and all that was begun has ended. */
  private async dieAt(point: CrashPoint, situation: Situation): Promise<string[]> {
    const { house, load } = this;
    house.arm(point);
    if (reachedAtStart(point)) house.signal(house.crew.worker, 'SIGKILL');
    const runs: Run[] = [];
    for (let tries = 0; tries < mostTries && (tries === 0 || house.isArmed(point)); tries += 1) {
      const begun = await situation(house, load);
      runs.push(...begun);
      await Promise.all(begun.map(run => run.ended));
    }
    const survived = house.isArmed(point);
    house.disarm(point);
    return [...(survived ? ['nobody died there'] : []), ...(await this.violationsOf(runs))];
  }

  /** Of runs, when they have ended. */
  async violationsOf(runs: readonly Run[]): Promise<string[]> {
    const { client } = this.house;
    await Promise.all(runs.map(run => run.ended));
    const begun = this.house.begun();
    return (await Promise.all(runs.map(run => violationsOf({ client, begun }, run)))).flat();
  }
}
