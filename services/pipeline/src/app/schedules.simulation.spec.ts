import type { PipelineModel } from '@switchyard/pipeline-file';
import { aModel, aSchedule, SetClock } from './triggers.story.js';
import { aProcess, applied, aStore, type Store } from './triggers-house.story.js';

const minute = 60_000;
const start = Date.UTC(2026, 10, 23, 12, 0);
const schedulers = 3;
const periods = [1, 2, 5, 60];

/** The same numbers each time (mulberry32). */
const chanceOf = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
};

/** A process that sees the store late and out of turn, and that may die before or after anything it does there. */
class Scheduler {
  readonly clock = new SetClock(start);
  private dead = false;
  deaths = 0;
  private process;

  constructor(
    private readonly store: Store,
    private readonly chance: () => number,
  ) {
    this.process = this.born();
  }

  async turn(now: number, sweeps: boolean): Promise<void> {
    if (this.dead) {
      this.deaths += 1;
      this.dead = false;
      this.process = this.born();
    }
    this.clock.at = now;
    await this.process.running.run().catch(() => undefined);
    if (sweeps) await this.process.taking.sweep().catch(() => undefined);
    await this.process.taking.idle();
  }

  private born() {
    const entries = Object.entries(this.store).map(([name, port]) => [name, this.seen(port)]);
    return aProcess(Object.fromEntries(entries) as Store, this.clock);
  }

  private seen<Port extends object>(port: Port): Port {
    return new Proxy(port, {
      get: (target, name) => {
        const found = Reflect.get(target, name) as unknown;
        if (typeof found !== 'function') return found;
        return async (...args: unknown[]) => {
          for (let turns = this.chance() * 5; turns > 1; turns -= 1) await null;
          this.mayDie();
          const result = (await found.apply(target, args)) as unknown;
          this.mayDie();
          return result;
        };
      },
    });
  }

  private mayDie(): void {
    if (this.chance() < 0.004) this.dead = true;
    if (this.dead) throw new Error('died');
  }
}

describe('three schedulers that die and whose clocks are wrong', () => {
  it('let each of 10,000 ticks fire once, or count it among those that passed', async () => {
    const chance = chanceOf(1);
    const store = aStore();
    const model: PipelineModel = aModel(
      'simulated',
      periods.map(period => aSchedule(`every ${period}`)),
    );
    const id = await applied(store, aProcess(store, new SetClock(start)), model);
    const all = Array.from({ length: schedulers }, () => new Scheduler(store, chance));
    const offsets = all.map(() => 0);
    let now = start;
    let ticks = 0;
    while (ticks < 10_000) {
      now += chance() < 0.01 ? Math.floor(chance() * 30) * minute : minute / 2;
      if (chance() < 0.02) offsets[Math.floor(chance() * schedulers)] = Math.floor((chance() - 0.5) * 10 * minute);
      const sweeps = chance() < 0.1;
      await Promise.all(all.map((one, index) => one.turn(now + (offsets[index] ?? 0), sweeps)));
      ticks = periods.reduce((sum, period) => sum + Math.floor((now - start) / period / minute), 0);
    }
    expect(all.reduce((sum, { deaths }) => sum + deaths, 0)).toBeGreaterThan(100);
    const calm = aProcess(store, new SetClock(now + 10 * minute));
    await calm.running.run();
    await calm.taking.sweep();
    await calm.taking.idle();
    await calm.taking.idle();

    const journal = [...store.journal.rows.values()];
    expect(journal.filter(({ decision }) => decision === 'accepted' || decision === 'refused')).toEqual([]);
    const started = new Set(store.executions.created.map(({ executionId }) => executionId));
    const fired = journal.filter(({ decision }) => decision === 'started');
    expect(started.size).toBe(fired.length);
    expect(new Set(fired.map(({ executionId }) => executionId))).toEqual(started);
    let total = 0;
    for (const { id: schedule, nextAt = 0, cron } of store.schedules.rows.values()) {
      const period = Number(cron.split(' ')[1]) * minute;
      const expected = new Set<number>();
      for (let at = start + period; at < nextAt; at += period) expected.add(at);
      total += expected.size;
      const own = journal.filter(row => row.id.startsWith(`${schedule}@`));
      const gone = own.flatMap(row => ticksOf(row.id, row.what, period));
      // Each exactly once, whether it fired or passed.
      expect(gone).toHaveLength(expected.size);
      expect(new Set(gone)).toEqual(expected);
    }
    expect(total).toBeGreaterThanOrEqual(10_000);
    expect(fired.length).toBeGreaterThan(3_000);
    expect(store.pipelines.rows.get(id)?.version).toBe(1);
  });
});

/** The moments a row of the journal stands for. */
const ticksOf = (id: string, what: string, period: number): number[] => {
  const [, tick = '', missed] = /@(\S{16}Z)(-missed)?$/.exec(id) ?? [];
  if (!missed) return [Date.parse(tick)];
  const [, count, from = ''] = /^(\d+) ticks? from (\S+)$/.exec(what) ?? [];
  return Array.from({ length: Number(count) }, (_, n) => Date.parse(from) + n * period);
};
