import { type CrashPoint, crashPoints } from '@switchyard/kernel';
import { Gauntlet, type Points } from './gauntlet.js';
import { afterSilence, situationOf } from './situations.js';

const usual = crashPoints.filter(point => !afterSilence.has(point));
/** Platforms side by side, so that those who die there disturb each other less. */
const houses = 3;
const lanes = 2;
const shortLease = { LEASE_TTL_MS: '1500', LEASE_GRACE_MS: '200' };

const workOf = (house: number): [points: Points, lanes: number] => {
  if (house === houses) return [afterSilence, 1];
  const own = usual.filter((_, index) => index % houses === house);
  return [new Map(own.map(point => [point, situationOf(point)])), lanes];
};

describe('under work, a process that dies', () => {
  const gauntlets: Gauntlet[] = [];
  const results = new Map<CrashPoint, Promise<string[]>>();

  beforeAll(async () => {
    // All stand before anybody dies: what starts beside dying processes starts slowly.
    for (let house = 0; house <= houses; house += 1)
      gauntlets.push(await Gauntlet.open(house === houses ? shortLease : {}));
    for (const [house, gauntlet] of gauntlets.entries())
      for (const [point, result] of gauntlet.dieAtAll(...workOf(house))) results.set(point, result);
  }, 180_000);

  afterAll(() => Promise.all(gauntlets.map(gauntlet => gauntlet.close())), 120_000);

  it.each(usual)('at %s harms nothing', async point => expect(await results.get(point)).toEqual([]), 180_000);

  it.each([...afterSilence.keys()])(
    'at %s, after a connector was silent for longer than its lease, harms nothing',
    async point => expect(await results.get(point)).toEqual([]),
    180_000,
  );

  it('leaves nothing behind, tells no secret, and loses and doubles no execution', async () => {
    const ends = await Promise.all(gauntlets.map(gauntlet => gauntlet.end()));
    expect(ends.flat()).toEqual([]);
  }, 120_000);
});
