// Switchyard under a harness that measures CI servers side by side: by its public HTTP API and SSE alone. Its modes:
// YARD_BENCH_MODE=processes starts every service as a process of its own, else all are one process.
import { mkdirSync, rmSync } from 'node:fs';
import http from 'node:http';
import { startPlatform } from './platform.mjs';

const data = `${process.env.BENCH_TMP ?? '/tmp/bench'}/switchyard`;
const processes = process.env.YARD_BENCH_MODE === 'processes';
const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
const tail = `perl -MTime::HiRes=time,sleep -e '$|=1; for(1..500){printf "T%.6f %d\\n",time,$_; sleep 0.01}'`;
const leaf = n => `{ name: s${n}, run: sleep 0.2 }`;
const three = [1, 2, 3].map(n => `  - { name: t${n}, parallel: true, steps: [${[1, 2, 3, 4].map(leaf).join(', ')}] }`);
const one = command => `steps: [{ name: one, run: ${JSON.stringify(command)} }]`;
const files = {
  w1: one('echo hi'),
  w4: one('seq -f %099.0f 1 200000'),
  tail: one(tail),
  w3: `stages:\n${three.join('\n')}`,
};

let platform, url, headers, feed, onFinish;
const pipelines = {};
const ended = new Map();
const endOf = id => ended.get(id) ?? ended.set(id, Promise.withResolvers()).get(id);

const ask = (method, path, body) =>
  new Promise((resolve, reject) => {
    const request = http.request(url + path, { method, agent, headers }, response => {
      const parts = [];
      response.on('data', part => parts.push(part)).on('error', reject);
      response.on('end', () => {
        const bytes = Buffer.concat(parts);
        if (response.statusCode < 300) resolve(bytes);
        else reject(new Error(`${path}: ${response.statusCode} ${bytes}`));
      });
    });
    request.on('error', reject).end(body && JSON.stringify(body));
  });

/** Frames of server-sent events with the moment they arrived. */
const listen = (path, take) =>
  new Promise((resolve, reject) => {
    const options = { agent: false, headers: { ...headers, accept: 'text/event-stream' } };
    const request = http.get(url + path, options, response => {
      let rest = '';
      const over = new Promise(closed => response.once('close', closed));
      // Whoever lets go of a stream hears of it as an error.
      response.on('error', () => undefined).setEncoding('utf8');
      response.on('data', text => {
        const at = performance.now();
        const frames = (rest + text).split('\n\n');
        rest = frames.pop();
        for (const frame of frames) {
          const said = frame.split('\n').filter(line => line.startsWith('data:'));
          if (said.length > 0) take(JSON.parse(said.map(line => line.slice(5)).join('\n')), at);
        }
      });
      resolve({ over, close: () => request.destroy() });
    });
    request.on('error', reject);
  });

const trigger = async name =>
  JSON.parse(await ask('POST', `/api/ci/pipelines/${pipelines[name]}/trigger`, {})).execution_id;

const start = async () => {
  const environment = { CONNECTOR_SLOTS: '8', LIMIT_PER_TOKEN: '1000000' };
  platform = await startPlatform({ processes, directory: data, environment });
  ({ url } = platform.client);
  headers = { authorization: `Bearer ${platform.token}`, 'content-type': 'application/json' };
  for (const [name, steps] of Object.entries(files)) {
    const answer = await ask('POST', '/api/ci/pipelines', { yaml: `name: ${name}\n${steps}\n` });
    pipelines[name] = JSON.parse(answer).pipeline.id;
  }
  feed = await listen('/api/ci/events/stream?type=execution.finished', ({ data: { executionId } }, at) => {
    endOf(executionId).resolve(at);
    onFinish?.(at);
  });
};

/** The harness' driver: see its README for what each member gives. */
const driver = {
  name: processes ? 'switchyard-processes' : 'switchyard',
  caps: ['w1', 'w2', 'w3', 'w4', 'w4tail', 'w5', 'w6'],
  setup: () => {
    rmSync(data, { recursive: true, force: true });
    mkdirSync(data, { recursive: true });
  },
  start,
  stop: async () => {
    feed?.close();
    ended.clear();
    await platform?.stop();
  },
  roots: () => [platform.pid],
  trigger: async (name, onText) => {
    const id = await trigger(name);
    const take = ({ text }) => text !== undefined && onText(text);
    const log = onText ? (await listen(`/api/ci/executions/${id}/stream?logs=true`, take)).over : undefined;
    return { id, finished: endOf(id).promise, logEnded: log };
  },
  burst: (name, n) =>
    new Promise((resolve, reject) => {
      let left = n;
      let next = 0;
      onFinish = at => (left -= 1) === 0 && resolve(at);
      const client = async () => {
        while ((next += 1) <= n) await trigger(name);
      };
      Promise.all(Array.from({ length: 16 }, client)).catch(reject);
    }),
  readLog: ({ id }) => ask('GET', `/api/ci/executions/${id}/logs`),
  list: async n => ({ bytes: (await ask('GET', `/api/ci/executions?limit=${n}`)).length }),
  fill: async n => {
    for (let done = 0; done < n; done += 1000) await driver.burst('w1', Math.min(1000, n - done));
    return `${n} real executions`;
  },
};

export default driver;
