// npm run bench [-- boot hello latency burst dag log idle] [--processes] [--json]: what users wait for, measured through the HTTP API.
// Figures of two runs can only be compared when they were taken in one session; read the ratios.
import { spawnSync } from 'node:child_process';
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { apply, memoryOf, percentile, startPlatform, timed } from './platform.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const flags = new Set(process.argv.slice(2).filter(word => word.startsWith('--')));
const wanted = process.argv.slice(2).filter(word => !word.startsWith('--'));
const processes = flags.has('--processes');
const hello = 'name: hello\nsteps:\n  - { name: one, run: echo hi }\n';
const summary = values => ({ p50: percentile(values, 0.5), p95: percentile(values, 0.95), n: values.length });

/** Milliseconds of a small write with fsync: the weather of the disk. */
const fsyncMs = () => {
  const folder = mkdtempSync(join(tmpdir(), 'yard-bench-disk-'));
  const file = openSync(join(folder, 'file'), 'w');
  const times = Array.from({ length: 15 }, () => {
    const from = performance.now();
    writeSync(file, 'x'.repeat(512));
    fsyncSync(file);
    return performance.now() - from;
  });
  closeSync(file);
  rmSync(folder, { recursive: true });
  return percentile(times, 0.5);
};

const onPlatform = async work => {
  const platform = await startPlatform({ processes });
  try {
    return await work(platform);
  } finally {
    await platform.stop();
  }
};

const measurements = {
  /** From the spawn to ready, on data that is there. */
  boot: async () => {
    const directory = mkdtempSync(join(tmpdir(), 'yard-bench-'));
    const times = [];
    for (let i = 0; i < 6; i += 1) {
      const platform = await startPlatform({ processes, directory });
      if (i > 0) times.push(platform.readyMs);
      await platform.stop();
    }
    rmSync(directory, { recursive: true });
    return { readyMs: summary(times) };
  },
  /** The whole command, from a warm checkout. */
  hello: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'yard-bench-'));
    const times = [];
    for (let i = 0; i < 6; i += 1) {
      const from = performance.now();
      const { status } = spawnSync(join(root, 'yard'), ['run', join(root, 'examples/hello/pipeline.yaml')], {
        cwd: folder,
      });
      if (status !== 0) throw new Error(`yard run exited with ${status}`);
      if (i > 0) times.push(performance.now() - from);
    }
    rmSync(folder, { recursive: true });
    return { wholeMs: summary(times) };
  },
  /** One step that echoes, 30 times one after the other on a warm platform. */
  latency: () =>
    onPlatform(async ({ client }) => {
      const pipeline = await apply(client, hello);
      const runs = [];
      for (let i = 0; i < 33; i += 1) runs.push(await timed(client, pipeline));
      const warm = runs.slice(3);
      return { firstLineMs: summary(warm.map(r => r.firstLine)), finishedMs: summary(warm.map(r => r.finished)) };
    }),
  /** 200 at once, 16 calls in flight, 8 slots. */
  burst: () =>
    onPlatform(async ({ client, pid }) => {
      const pipeline = await apply(client, hello);
      for (let i = 0; i < 3; i += 1) await timed(client, pipeline);
      let peak = 0;
      const watch = setInterval(() => (peak = Math.max(peak, memoryOf(pid))), 50);
      const from = performance.now();
      let left = 200;
      const ends = [];
      const caller = async () => {
        while (left-- > 0) {
          const { execution_id: id } = await client.trigger(pipeline, {});
          ends.push(
            (async () => {
              for await (const frame of client.follow(id)) if (frame.event === 'end') return frame.data.status;
              return 'lost';
            })(),
          );
        }
      };
      await Promise.all(Array.from({ length: 16 }, caller));
      const acceptedMs = performance.now() - from;
      const statuses = await Promise.all(ends);
      clearInterval(watch);
      if (statuses.some(status => status !== 'success')) throw new Error('an execution was not a success');
      return {
        perSecond: 200_000 / (performance.now() - from),
        acceptedPerSecond: 200_000 / acceptedMs,
        peakMiB: peak,
      };
    }),
  /** 3 stages of 4 steps of 0.2 s side by side: what comes on top of 600 ms. */
  dag: () =>
    onPlatform(async ({ client }) => {
      const stages = ['a', 'b', 'c'].map(stage => ({
        name: stage,
        parallel: true,
        steps: [1, 2, 3, 4].map(n => ({ name: `${stage}${n}`, run: 'sleep 0.2' })),
      }));
      const pipeline = await apply(client, JSON.stringify({ name: 'dag', stages }));
      const times = [];
      for (let i = 0; i < 11; i += 1) times.push((await timed(client, pipeline)).finished - 600);
      return { overheadMs: summary(times.slice(1)) };
    }),
  /** 20,000,000 bytes of output, until it is finished and read back whole. */
  log: () =>
    onPlatform(async ({ client }) => {
      const run = 'seq -f %099.0f 1 200000';
      const pipeline = await apply(client, JSON.stringify({ name: 'log', steps: [{ name: 'one', run }] }));
      const times = [];
      for (let i = 0; i < 3; i += 1) {
        const from = performance.now();
        const { execution_id: id } = await client.trigger(pipeline, {});
        for await (const frame of client.follow(id)) if (frame.event === 'end') break;
        const attempt = (await client.execution(id)).steps[0].attempts[0].id;
        let bytes = 0;
        for await (const piece of await client.log(id, attempt)) bytes += piece.length;
        if (bytes !== 20_000_000) throw new Error(`${bytes} bytes came back`);
        times.push((performance.now() - from) / 1_000);
      }
      return { seconds: summary(times) };
    }),
  /** Memory of all its processes, three seconds after the start and a run. */
  idle: () =>
    onPlatform(async ({ client, pid }) => {
      await timed(client, await apply(client, hello));
      await new Promise(resolve => setTimeout(resolve, 3_000));
      return { idleMiB: memoryOf(pid) };
    }),
};

const unknown = wanted.filter(name => !(name in measurements));
if (unknown.length > 0) {
  console.error(`there is no measurement ${unknown.join(', ')}; there are ${Object.keys(measurements).join(', ')}`);
  process.exit(2);
}
const round = (_key, value) => (typeof value === 'number' ? Math.round(value * 100) / 100 : value);
for (const name of wanted.length > 0 ? wanted : Object.keys(measurements)) {
  const weather = { load1: loadavg()[0], fsyncMs: fsyncMs() };
  const figures = await measurements[name]();
  const line = JSON.stringify({ name, mode: processes ? 'processes' : 'one process', ...figures, ...weather }, round);
  console.log(flags.has('--json') ? line : line.replaceAll('"', '').replaceAll(',', ', ').replaceAll(':', ': '));
}
process.exit(0);
