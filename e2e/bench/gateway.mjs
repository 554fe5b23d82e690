// node e2e/bench/gateway.mjs [--seconds 10] [--connections 16] [--profile FOLDER]: requests/s and latencies of the list page and of a
// trigger. The gateway has a core of its own and all else, with this client, another, where taskset is there. With --profile each process
// writes a CPU profile there when it ends.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { startPlatform } from './platform.mjs';

const { values } = parseArgs({
  options: { seconds: { type: 'string' }, connections: { type: 'string' }, profile: { type: 'string' } },
});
const seconds = Number(values.seconds ?? 10);
const connections = Number(values.connections ?? 16);
const executions = 200;

const parentOf = pid => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return 0;
  }
};
const childrenOf = pid =>
  readdirSync('/proc')
    .filter(name => /^\d+$/.test(name) && parentOf(name) === pid)
    .map(Number);
const isGateway = pid => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('services/gateway/');
const pin = (pid, core) => spawnSync('taskset', ['-acp', core, String(pid)]).status === 0;

/** The gateway to core 0, all else to core 1. */
const pinned = platform => {
  const children = childrenOf(platform);
  const gateway = children.find(isGateway);
  const others = [process.pid, platform, ...children].filter(pid => pid !== gateway);
  return gateway !== undefined && others.every(pid => pin(pid, '1')) && pin(gateway, '0');
};

const fire = async (what, options) => {
  const result = await autocannon({ connections, duration: seconds, ...options });
  const { p50, p99, max } = result.latency;
  const bad = result.non2xx + result.errors + result.timeouts;
  console.log(
    `${what}: ${Math.round(result.requests.average)} requests/s, p50 ${p50} ms, p99 ${p99} ms, max ${max} ms, ${result['2xx']} answered, ${bad} not`,
  );
  return bad;
};

const limits = Object.fromEntries(['IP', 'USER', 'TOKEN', 'PROJECT'].map(name => [`LIMIT_PER_${name}`, '0']));
const profiling = values.profile ? { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${resolve(values.profile)}` } : {};
const platform = await startPlatform({
  processes: true,
  environment: { ...limits, ...profiling, MAX_QUEUED_PER_PROJECT: '1000000' },
});
const { client, pid } = platform;
let bad = 0;
try {
  console.log(pinned(pid) ? 'the gateway has core 0; all else has core 1' : 'nothing is pinned: taskset is missing');
  const { authorization } = client.requests.headers;
  const headers = { authorization, 'content-type': 'application/json' };
  const { pipeline } = await client.applyPipeline('name: quick\nsteps:\n  - { name: one, null: {} }\n');
  for (let n = 0; n < executions; n += 1) await client.trigger(pipeline.id, {});
  const list = { url: `${client.url}/api/ci/executions?limit=50`, headers };
  const trigger = { url: `${client.url}/api/ci/pipelines/${pipeline.id}/trigger`, method: 'POST', body: '{}', headers };
  await autocannon({ ...list, connections, duration: 2 });
  bad += await fire('list page of 50', list);
  bad += await fire('health', { url: `${client.url}/healthz`, headers });
  bad += await fire('trigger', trigger);
} finally {
  await platform.stop();
}
process.exitCode = bad > 0 ? 1 : 0;
