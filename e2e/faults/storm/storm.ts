import type { ExecutionView } from '@switchyard/contracts';
import type { Gauntlet } from '../gauntlet.js';
import { violationsOf } from '../invariants/index.js';
import type { Load, Run } from '../load.js';
import type { Kind } from '../pipelines.js';
import { Chance } from '../../chance.js';
import { type Kill, Killer } from './killer.js';

export interface StormOptions {
  seed: number;
  minutes: number;
  kills: number;
  /** Told now and then how far it is. */
  onProgress?: (line: string) => void;
}

export interface Weather {
  kills: Kill[];
  runs: { kind: Kind; view: ExecutionView | undefined; tookMs: number; reconnects: number }[];
  violations: string[];
}

/** Executions under way at once. */
export const width = 4;
const kinds: [Kind, ...Kind[]] = ['mixed', 'mixed', 'fails', 'cancels', 'slow'];

/** Kills processes of a platform under work, and looks at all that must hold of that work; its owner ends the rest. */
export const storm = async (
  { house, load }: Gauntlet,
  { seed, minutes, kills, onProgress = () => undefined }: StormOptions,
): Promise<Weather> => {
  const earlier = load.runs.length;
  const killer = new Killer(house, new Chance(seed));
  const stop = new AbortController();
  const violations: string[] = [];
  const check = async (run: Run) => {
    const begun = house.begun();
    violations.push(...(await violationsOf({ client: house.client, begun }, run)));
  };
  const working = Array.from({ length: width }, (_, lane) =>
    work(load, new Chance(seed + lane + 1), check, stop.signal),
  );
  await rage(killer, { kills, minutes, chance: new Chance(~seed), onProgress });
  stop.abort();
  for (const point of house.armed) house.disarm(point);
  await Promise.all([...working, killer.settled()]);
  const runs = load.runs.slice(earlier).map(async ({ kind, ended, tookMs, reading }) => {
    return { kind, view: await ended, tookMs, reconnects: reading.reconnects };
  });
  return { kills: killer.kills, runs: await Promise.all(runs), violations };
};

/** One execution after the other. */
const work = async (load: Load, chance: Chance, check: (run: Run) => Promise<void>, stop: AbortSignal) => {
  while (!stop.aborted) {
    const run = await load.begin(chance.of(kinds));
    await run.ended;
    await check(run);
  }
};

interface Rage extends Pick<StormOptions, 'kills' | 'minutes'> {
  chance: Chance;
  onProgress: (line: string) => void;
}

/** Strikes at uneven moments, as often as asked for in the time given; at most a quarter, or a minute, longer. */
const rage = async (killer: Killer, { kills, minutes, chance, onProgress }: Rage): Promise<void> => {
  const wholeMs = minutes * 60_000;
  const mostMs = wholeMs + Math.max(wholeMs / 4, 60_000);
  const from = performance.now();
  while (killer.kills.length < kills && performance.now() - from < mostMs) {
    const before = killer.kills.length;
    const due = ((before + 0.5 + chance.next()) / kills) * wholeMs;
    await new Promise(resolve => setTimeout(resolve, Math.max(0, due - (performance.now() - from))));
    await killer.strike();
    const done = killer.kills.length;
    if (done > before && done % 25 === 0)
      onProgress(`${done} kills in ${((performance.now() - from) / 1_000).toFixed(0)} s`);
  }
};
