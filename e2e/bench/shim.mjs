// node e2e/bench/shim.mjs [rounds]: what one step costs that runs under a shim. Milliseconds until its start is on disk, beside those of a
// plain spawn of the same command; until its end is known; memory of the shim alone while 30 steps sleep.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareShim } from '@switchyard/connector-kit';
import { percentile } from './platform.mjs';

const rounds = Number(process.argv[2] ?? 100);
const environment = { PATH: process.env.PATH };
const summary = values => ({ p50: percentile(values, 0.5), p95: percentile(values, 0.95) });
const round = (_key, value) => (typeof value === 'number' ? Math.round(value * 100) / 100 : value);

const plain = async () => {
  const times = [];
  for (let i = 0; i < rounds; i += 1) {
    const from = performance.now();
    const child = spawn('/bin/sh', ['-c', ':'], {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const gone = once(child, 'exit');
    await once(child, 'spawn');
    times.push(performance.now() - from);
    await gone;
  }
  return times;
};

/** KiB, and how much of it nobody else shares. */
const memoryOf = pid => {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const of = name => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1]);
  return { rssKiB: of('Rss'), pssKiB: of('Pss') };
};

const pidIn = directory => Number(/^pid=(\d+)/m.exec(readFileSync(join(directory, 'started'), 'utf8'))?.[1]);

const measure = async (shim, plainMs) => {
  const root = mkdtempSync(join(tmpdir(), 'yard-bench-shim-'));
  const jobOf = script => ({ argv: ['/bin/sh', '-c', script], environment, workingDirectory: root, pidsMax: 4_096 });
  const [started, ended] = [[], []];
  for (let i = 0; i < rounds; i += 1) {
    const from = performance.now();
    const run = await shim.start(join(root, `short-${i}`), jobOf(':'));
    started.push(performance.now() - from);
    const { exitCode } = await run.outcome();
    ended.push(performance.now() - from);
    if (exitCode !== 0) throw new Error(`a step ended with ${exitCode}`);
  }
  const names = Array.from({ length: 30 }, (_, i) => join(root, `long-${i}`));
  const runs = await Promise.all(names.map(name => shim.start(name, jobOf('exec sleep 600'))));
  const memory = names.map(name => memoryOf(pidIn(name)));
  await Promise.all(runs.map(run => run.kill().then(() => run.outcome())));
  while (names.some(name => readdirSync(name).some(file => file.startsWith('control.'))))
    await new Promise(resolve => setTimeout(resolve, 5));
  rmSync(root, { recursive: true, maxRetries: 5 });
  return {
    startedMs: summary(started),
    overPlainSpawnMs: percentile(started, 0.5) - plainMs,
    endedMs: summary(ended),
    rssKiB: percentile(
      memory.map(one => one.rssKiB),
      0.5,
    ),
    pssKiB: percentile(
      memory.map(one => one.pssKiB),
      0.5,
    ),
  };
};

const kinds = [
  ['native', {}],
  ['native, no cgroup', { cgroups: null }],
  ['node', { compiler: null }],
];
const plainTimes = await plain();
console.log(JSON.stringify({ name: 'plain spawn', startedMs: summary(plainTimes) }, round));
for (const [name, options] of kinds) {
  const shim = await prepareShim(options);
  const figures = await measure(shim, percentile(plainTimes, 0.5));
  console.log(JSON.stringify({ name, ...figures }, round));
}
process.exit(0);
