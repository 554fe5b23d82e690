// node e2e/bench/cancel.mjs [rounds] [--processes]: from the request to cancel an execution to the moment when none of its processes is
// left, one of them in a session of its own; and to the end of the execution as its followers see it.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apply, percentile, startPlatform, until } from './platform.mjs';

const rounds = Number(process.argv.slice(2).find(word => /^\d+$/.test(word)) ?? 30);
const processes = process.argv.includes('--processes');
const folder = mkdtempSync(join(tmpdir(), 'yard-bench-cancel-'));
const platform = await startPlatform({ processes });
const { client } = platform;
const run = `setsid sleep 600 & echo "$! $$ ." > ${folder}/$YARD_EXECUTION_ID; sleep 600`;
const pipeline = await apply(client, JSON.stringify({ name: 'cancel', steps: [{ name: 'one', run }] }));

const isAlive = pid => {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
};

const oneRound = async () => {
  const { execution_id: id } = await client.trigger(pipeline, {});
  const file = join(folder, id);
  const pids = await until(() => {
    const words = existsSync(file) ? readFileSync(file, 'utf8').split(/\s/) : [];
    return words[2] === '.' && words.slice(0, 2).map(Number);
  });
  if (!pids.every(isAlive)) throw new Error('a process of the step was gone before its time');
  const ended = (async () => {
    for await (const frame of client.follow(id)) if (frame.event === 'end') return frame.data.status;
    return 'lost';
  })();
  const from = performance.now();
  void client.cancel(id);
  while (pids.some(isAlive)) await new Promise(resolve => setImmediate(resolve));
  const gone = performance.now() - from;
  const status = await ended;
  if (status !== 'cancelled') throw new Error(`${id} ended as ${status}`);
  return { gone, ended: performance.now() - from };
};

const results = [];
for (let i = 0; i < rounds + 3; i += 1) results.push(await oneRound());
await platform.stop();
rmSync(folder, { recursive: true });
const warm = results.slice(3);
const figures = key => {
  const values = warm.map(one => one[key]);
  return { p50: percentile(values, 0.5), worst: Math.max(...values) };
};
const round = (_key, value) => (typeof value === 'number' ? Math.round(value * 10) / 10 : value);
const mode = processes ? 'processes' : 'one process';
console.log(
  JSON.stringify({ name: 'cancel', mode, rounds, goneMs: figures('gone'), endedMs: figures('ended') }, round),
);
