import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { Gauntlet } from '../gauntlet.js';
import { storm } from './storm.js';
import { summaryOf } from './summary.js';

// npm run faults:storm -- --minutes 30 [--kills 500] [--seed N]: exit code 1 when anything that must hold did not.
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    kills: { type: 'string' },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
  },
});
const minutes = Number(values.minutes);
const kills = Number(values.kills ?? Math.ceil((minutes * 500) / 30));
const seed = Number(values.seed);
const say = (line: string) => process.stdout.write(`${line}\n`);

if (![minutes, kills, seed].every(Number.isFinite)) throw new Error('--minutes, --kills and --seed are numbers');
say(`seed         ${seed}`);
const gauntlet = await Gauntlet.open();
try {
  const weather = await storm(gauntlet, { seed, minutes, kills, onProgress: say });
  const violations = [...weather.violations, ...(await gauntlet.end())];
  for (const line of summaryOf({ ...weather, violations })) say(line);
  process.exitCode = violations.length > 0 ? 1 : 0;
} finally {
  await gauntlet.close();
}
