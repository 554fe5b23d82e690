// Switchyard as something that is measured: started on a directory of its own, and spoken to by its public HTTP API and SSE alone.
import { mkdirSync, rmSync } from 'node:fs';
import { apiOf } from './api.mjs';
import { startPlatform, treeOf } from './platform.mjs';

/** What the workloads run, through /bin/sh. */
export const commands = {
  w1: 'echo hi',
  leaf: 'sleep 0.2',
  w4: lines => `seq -f %099.0f 1 ${lines}`,
  tail: lines => `perl -MTime::HiRes=time,sleep -e '$|=1; for(1..${lines}){printf "T%.6f %d\\n",time,$_; sleep 0.01}'`,
};

const one = command => ({ steps: [{ name: 'one', run: command }] });
const three = [1, 2, 3].map(n => ({
  name: `t${n}`,
  parallel: true,
  steps: [1, 2, 3, 4].map(m => ({ name: `s${m}`, run: commands.leaf })),
}));
const pipelinesFor = ({ logLines = 200_000, tailLines = 500 }) => ({
  w1: one(commands.w1),
  w3: { stages: three },
  w4: one(commands.w4(logLines)),
  tail: one(commands.tail(tailLines)),
});

/** Calls in flight. */
const lanes = 16;
export const inLanes = async (count, work) => {
  let next = 0;
  const lane = async () => {
    for (let at = (next += 1); at <= count; at = next += 1) await work(at - 1);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
};

/**
 * @param data kept between starts. @param processes every service a process of its own.
 * @param logLines, tailLines as the workloads want them, which full runs leave alone. @param environment on top.
 */
export const subjectOf = ({ data, processes = false, environment = {}, ...sizes }) => {
  const pipelines = {};
  const ended = new Map();
  let platform, api, feed, servers, onFinish;
  const failed = [];
  const endOf = id => ended.get(id) ?? ended.set(id, Promise.withResolvers()).get(id);
  const wholeEnvironment = () => ({
    CONNECTOR_SLOTS: '8',
    MAX_QUEUED_PER_PROJECT: '10000000',
    ...Object.fromEntries(['IP', 'USER', 'TOKEN', 'PROJECT'].map(name => [`LIMIT_PER_${name}`, '10000000'])),
    ...environment,
  });

  const apply = async (name, definition) => {
    const { pipeline } = await api.json('POST', '/api/ci/pipelines', { yaml: JSON.stringify({ name, ...definition }) });
    pipelines[name] = pipeline.id;
  };
  const begin = async name => (await api.json('POST', `/api/ci/pipelines/${pipelines[name]}/trigger`, {})).execution_id;
  const heard = ({ data: { executionId, status } }, at) => {
    if (status !== 'success') failed.push(executionId);
    endOf(executionId).resolve(at);
    onFinish?.(at);
  };

  const subject = {
    name: processes ? 'switchyard-processes' : 'switchyard',
    caps: ['w1', 'w2', 'w3', 'w4', 'w4tail', 'w5', 'w6'],
    /** Executions that did not end well. */
    failed,
    apply,
    begin,
    endOf: id => endOf(id).promise,
    get api() {
      return api;
    },
    get platform() {
      return platform;
    },
    setup: () => {
      rmSync(data, { recursive: true, force: true });
      mkdirSync(data, { recursive: true });
    },
    start: async () => {
      platform = await startPlatform({ processes, directory: data, environment: wholeEnvironment() });
      servers = treeOf([platform.pid]);
      api = apiOf({ url: platform.client.url, token: platform.token });
      for (const [name, definition] of Object.entries(pipelinesFor(sizes))) await apply(name, definition);
      feed = await api.listen('/api/ci/events/stream?type=execution.finished', heard);
    },
    stop: async () => {
      feed?.close();
      ended.clear();
      await platform?.stop();
      platform = undefined;
    },
    /** Every process there was at the start: jobs come later. */
    roots: () => servers,
    trigger: async (name, onText) => {
      const id = await begin(name);
      const take = ({ text }) => text !== undefined && onText(text);
      const log = onText && (await api.listen(`/api/ci/executions/${id}/stream?logs=true`, take)).over;
      return { id, finished: endOf(id).promise, logEnded: log };
    },
    /** Resolves with the moment of the last end; `onAccepted` hears when all were accepted. */
    burst: (name, n, onAccepted) =>
      new Promise((resolve, reject) => {
        let left = n;
        onFinish = at => (left -= 1) === 0 && resolve(at);
        inLanes(n, () => begin(name)).then(() => onAccepted?.(performance.now()), reject);
      }),
    readLog: ({ id }) => api.ask('GET', `/api/ci/executions/${id}/logs`),
    list: async n => ({ bytes: (await api.ask('GET', `/api/ci/executions?limit=${n}`)).length }),
    fill: async n => {
      for (let done = 0; done < n; done += 1000) await subject.burst('w1', Math.min(1000, n - done));
      return `${n} real executions`;
    },
  };
  return subject;
};
