import { type CrashPoint, crashPoints } from '@switchyard/kernel';
import { Gauntlet, type Points } from './gauntlet.js';
import { drawnFrom, seed } from './profile.js';
import { afterSilence, situationOf } from './situations.js';
import { storm, width } from './storm/storm.js';

/** Those of steps in containers have a house of their own: docker-crashes.spec.ts. */
const points = crashPoints.filter(point => !point.startsWith('docker.'));
const drawn = drawnFrom(points, 6);
const pointsWhere = (isSilent: boolean): Points =>
  new Map(
    drawn
      .filter(point => afterSilence.has(point) === isSilent)
      .map(point => [point, afterSilence.get(point) ?? situationOf(point)]),
  );
const shortLease = { LEASE_TTL_MS: '1500', LEASE_GRACE_MS: '200' };

/** One platform for those that need a connector to be silent for longer than its lease, one for the others. */
const houses = [
  { points: pointsWhere(false), lanes: 4, environment: {} },
  { points: pointsWhere(true), lanes: 1, environment: shortLease },
].filter(({ points }, index) => index === 0 || points.size > 0);

describe(`under work, a process that dies (seed ${seed})`, () => {
  const gauntlets: Gauntlet[] = [];
  const results = new Map<CrashPoint, Promise<string[]>>();

  beforeAll(async () => {
    // All stand before anybody dies: what starts beside dying processes starts slowly.
    for (const { environment } of houses) gauntlets.push(await Gauntlet.open(environment));
    for (const [index, { points, lanes }] of houses.entries())
      for (const [point, result] of gauntlets[index]?.dieAtAll(points, lanes) ?? []) results.set(point, result);
  }, 180_000);

  afterAll(() => Promise.all(gauntlets.map(gauntlet => gauntlet.close())), 120_000);

  it.each(drawn)('at %s harms nothing', async point => expect(await results.get(point)).toEqual([]), 180_000);

  it('of many, at once and again and again, breaks no promise', async () => {
    await Promise.all(results.values());
    const [gauntlet] = gauntlets;
    const { kills, runs, violations } = await storm(gauntlet as Gauntlet, { seed, minutes: 1 / 8, kills: 6 });
    expect(violations).toEqual([]);
    expect(kills.length).toBeGreaterThan(5);
    expect(kills.filter(kill => kill.recoveredMs === undefined)).toEqual([]);
    // Work was under way in every lane; how much more fits in the time is a matter of the machine.
    expect(runs.length).toBeGreaterThanOrEqual(width);
  }, 180_000);

  it('leaves nothing behind, tells no secret, and loses and doubles no execution', async () => {
    const ends = await Promise.all(gauntlets.map(gauntlet => gauntlet.end()));
    expect(ends.flat()).toEqual([]);
  }, 120_000);
});
