import { randomInt } from 'node:crypto';
import { storm } from './storm.js';

const seed = Number(process.env['FAULTS_SEED'] ?? randomInt(2 ** 31));

it(`a storm of kills breaks no promise (seed ${seed})`, async () => {
  const { kills, runs, violations } = await storm({ seed, minutes: 1 / 3, kills: 12 });
  expect(violations).toEqual([]);
  expect(kills.length).toBeGreaterThan(5);
  expect(kills.filter(kill => kill.recoveredMs === undefined)).toEqual([]);
  expect(runs.length).toBeGreaterThan(5);
}, 180_000);
