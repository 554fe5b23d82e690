import { seed } from '../profile.js';
import { storm } from './storm.js';

it(`a storm of kills breaks no promise (seed ${seed})`, async () => {
  const { kills, runs, violations } = await storm({ seed, minutes: 1 / 8, kills: 6 });
  expect(violations).toEqual([]);
  expect(kills.length).toBeGreaterThan(5);
  expect(kills.filter(kill => kill.recoveredMs === undefined)).toEqual([]);
  expect(runs.length).toBeGreaterThan(5);
}, 180_000);
