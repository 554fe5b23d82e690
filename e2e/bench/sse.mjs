// node e2e/bench/sse.mjs [--readers 500] [--churn 5000] [--seconds 5]: what many readers of streams cost, and what they leave behind.
// The platform gets one core of its own, where taskset is there; the client of the measurement takes another.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { get } from 'node:http';
import { parseArgs } from 'node:util';
import { memoryOfAll } from './machine.mjs';
import { percentile, startPlatform, treeOf, until } from './platform.mjs';

const { values } = parseArgs({
  options: { readers: { type: 'string' }, churn: { type: 'string' }, seconds: { type: 'string' } },
});
const readers = Number(values.readers ?? 500);
const churn = Number(values.churn ?? 5_000);
const seconds = Number(values.seconds ?? 5);
const lanes = 8;
/** Streams that are opened at once while readers come and go. */
const together = 50;

const waits = 'name: waits\nsteps:\n  - { name: one, null: {}, approval: true }\n';
const quick = 'name: quick\nsteps:\n  - { name: one, null: {} }\n';

const platform = await startPlatform({ environment: { MAX_QUEUED_PER_PROJECT: '1000000' } });
const { client, pid } = platform;
const isPinned = spawnSync('taskset', ['-acp', '0', String(pid)]).status === 0;
const { authorization } = client.requests.headers;

let refused = 0;

/** One reader: resolves when its first bytes have come; it comes back when it is told to. */
const read = async path => {
  for (;;) {
    const reader = await opened(path);
    if (reader !== undefined) return reader;
    refused += 1;
    await new Promise(resolve => setTimeout(resolve, 1_000));
  }
};

const opened = path =>
  new Promise((resolve, reject) => {
    const request = get(`${client.url}${path}`, { headers: { authorization }, agent: false }, response => {
      if (response.statusCode === 503 || response.statusCode === 504) return resolve(response.resume() && undefined);
      if (response.statusCode !== 200) return reject(new Error(`${path}: ${response.statusCode}`));
      response.on('error', () => undefined);
      response.once('data', () => resolve({ leave: () => request.destroy() }));
    });
    request.on('error', reject);
  });

const openStreams = async () => {
  const text = await (await fetch(`${client.url}/metrics`)).text();
  return Number(/^yard_streams_open (\d+)/m.exec(text)?.[1] ?? 0);
};
const handles = () => readdirSync(`/proc/${pid}/fd`).length;

/** Requests per second, and milliseconds of one. */
const measured = async ask => {
  const times = [];
  const end = performance.now() + seconds * 1_000;
  const lane = async () => {
    while (performance.now() < end) {
      const from = performance.now();
      await ask();
      times.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return `${Math.round(times.length / seconds)} requests/s, p50 ${percentile(times, 0.5).toFixed(1)} ms, p99 ${percentile(times, 0.99).toFixed(1)} ms`;
};

const figures = async (what, pipeline) => {
  console.log(`${what}: list page ${await measured(() => client.executions({ limit: 50 }))}`);
  console.log(`${what}: trigger ${await measured(() => client.trigger(pipeline, {}))}`);
};

try {
  console.log(isPinned ? 'the platform has one core' : 'the platform has all cores: taskset is missing');
  const { pipeline } = await client.applyPipeline(waits);
  const other = (await client.applyPipeline(quick)).pipeline;
  const { execution_id: id } = await client.trigger(pipeline.id, {});
  await until(async () => (await client.execution(id)).rev > 1);
  const before = { handles: handles(), megabytes: memoryOfAll(treeOf([pid])) };
  const path = `/api/ci/executions/${id}/stream`;
  const from = performance.now();
  const steady = await Promise.all(Array.from({ length: readers }, () => read(path)));
  console.log(
    `${readers} readers opened in ${Math.round(performance.now() - from)} ms, ${await openStreams()} counted`,
  );
  const start = performance.now();
  for (let done = 0; done < churn; done += together) {
    const some = await Promise.all(Array.from({ length: Math.min(together, churn - done) }, () => read(path)));
    for (const one of some) one.leave();
  }
  const took = (performance.now() - start) / 1_000;
  console.log(
    `${churn} came and went in ${took.toFixed(1)} s: ${Math.round(churn / took)} per second, ${refused} told to come back`,
  );
  await until(async () => (await openStreams()) <= readers);
  await figures(`${readers} readers`, other.id);
  for (const one of steady) one.leave();
  await until(async () => (await openStreams()) === 0);
  await figures('no readers', other.id);
  console.log(`left behind: ${await openStreams()} streams, ${handles() - before.handles} handles`);
} finally {
  await platform.stop();
}
