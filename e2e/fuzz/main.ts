// npm run fuzz -- --minutes 10 [--seed 1]: what the API says to requests nobody should send.
import { parseArgs } from 'node:util';
import { House } from '../house.js';
import { fuzz } from './fuzz.js';

const { values } = parseArgs({ options: { minutes: { type: 'string' }, seed: { type: 'string' } } });
const minutes = Number(values.minutes ?? 1);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const say = (line: string) => process.stdout.write(`${line}\n`);

const house = await House.start();
try {
  say(`${minutes} minutes, seed ${seed}, ${house.url}`);
  const { requests, answers, findings } = await fuzz(house, { ms: minutes * 60_000, seed });
  for (const [operation, counts] of [...answers].sort(([a], [b]) => (a < b ? -1 : 1)))
    say(
      `${operation}: ${[...counts]
        .sort(([a], [b]) => a - b)
        .map(([status, count]) => `${status} x ${count}`)
        .join(', ')}`,
    );
  const kinds = new Map<string, { count: number; request: string }>();
  for (const { complaint, request } of findings) {
    const kind = kinds.get(complaint) ?? { count: 0, request };
    kinds.set(complaint, { ...kind, count: kind.count + 1 });
  }
  for (const [complaint, { count, request }] of kinds) say(`${count} x ${complaint}\n  ${request}`);
  say(`${requests} requests, ${findings.length} findings`);
  process.exitCode = findings.length > 0 ? 1 : 0;
} finally {
  await house.stop();
}
