// node --import ./e2e/typescript.mjs e2e/bench/hostile-files.mjs [--json]: how long hostile pipeline files keep their thread, and what
// the process beside it notices; in times of a file that is right, since figures of one session only compare with each other.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { percentile } from './platform.mjs';

const { hostileFiles } = await import('../../libs/pipeline-file/src/hostile/hostile.story.ts');
const right = JSON.stringify({
  name: 'right',
  steps: Array.from({ length: 100 }, (_, i) => ({ name: `s${i}`, run: 'make' })),
});

const worker = new Worker(new URL('../../services/pipeline/dist/out/parse-worker.js', import.meta.url));
const parse = yaml =>
  new Promise((resolve, reject) => {
    const from = performance.now();
    worker.once('error', reject);
    worker.once('message', () => {
      worker.off('error', reject);
      resolve(performance.now() - from);
    });
    worker.postMessage({ yaml, files: {} });
  });

for (let i = 0; i < 20; i += 1) await parse(right);
const usual = [];
for (let i = 0; i < 40; i += 1) usual.push(await parse(right));
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
const rows = [];
for (const { what, yaml } of hostileFiles()) rows.push({ what, ms: await parse(yaml) });
delay.disable();
await worker.terminate();

const one = percentile(usual, 0.5);
const times = rows.map(row => row.ms);
const worst = rows.sort((a, b) => b.ms - a.ms).slice(0, 5);
const result = {
  files: rows.length,
  rightMs: one,
  p50: percentile(times, 0.5) / one,
  p95: percentile(times, 0.95) / one,
  worst: worst.map(({ what, ms }) => ({ what, ms: Math.round(ms), times: ms / one })),
  eventLoopDelayMs: { p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 },
};
if (process.argv.includes('--json')) console.log(JSON.stringify(result));
else {
  console.log(`${result.files} files; one of 100 steps that is right takes ${one.toFixed(1)} ms`);
  console.log(`in times of that: p50 ${result.p50.toFixed(2)}, p95 ${result.p95.toFixed(2)}`);
  for (const { what, ms, times: n } of result.worst)
    console.log(`  ${String(ms).padStart(5)} ms  ${n.toFixed(1).padStart(6)} x  ${what}`);
  const { p99, max } = result.eventLoopDelayMs;
  console.log(`the process beside it waited ${p99.toFixed(1)} ms at p99 and ${max.toFixed(1)} ms at worst`);
}
