import type { TakenTick } from './standing.js';

/** Asks a calendar for the first tick after a moment, and for the last one before it. */
export interface Ticks {
  after(moment: number): number | undefined;
  before(moment: number): number | undefined;
}

/** Ticks that passed unseen are counted up to here. */
export const mostCounted = 200;

/**
 * What is due of a schedule whose next tick is `nextAt`: the latest tick that is not in the future, once, whatever
 * passed before it. Undefined when nothing is due yet.
 */
export const dueTick = (ticks: Ticks, nextAt: number, now: number): TakenTick | undefined => {
  if (nextAt > now) return undefined;
  let latest = nextAt;
  let missed = 0;
  for (; missed < mostCounted; missed += 1) {
    const following = ticks.after(latest);
    if (following === undefined || following > now) break;
    latest = following;
  }
  if (missed === mostCounted) latest = Math.max(latest, ticks.before(now + 1) ?? latest);
  return missed === 0 ? { at: latest, missed } : { at: latest, missed, firstMissed: nextAt };
};
