// node e2e/bench/engine.mjs [handover chain death] [--processes]: what the engine adds between steps, and how long a dead connector is waited for.
import { loadavg } from 'node:os';
import { apply, percentile, startPlatform, until } from './platform.mjs';

const processes = process.argv.includes('--processes');
const wanted = process.argv.slice(2).filter(word => !word.startsWith('--'));
const summary = values => ({
  p50: percentile(values, 0.5),
  p95: percentile(values, 0.95),
  worst: Math.max(...values),
  n: values.length,
});
const chain = length =>
  JSON.stringify({
    name: `chain-${length}`,
    steps: Array.from({ length }, (_, i) => ({ name: `s${i}`, run: 'true' })),
  });
const ended = async (client, id) => {
  for await (const frame of client.follow(id)) if (frame.event === 'end') return frame.data.status;
  return 'lost';
};
const onPlatform = async (options, work) => {
  const platform = await startPlatform({ processes, ...options });
  try {
    return await work(platform);
  } finally {
    await platform.stop();
  }
};

const measurements = {
  /** From the end of a step, as it was committed, to the start of the next, likewise. */
  handover: () =>
    onPlatform({}, async ({ client }) => {
      const pipeline = await apply(client, chain(20));
      const gaps = [];
      for (let i = 0; i < 4; i += 1) {
        const { execution_id: id } = await client.trigger(pipeline, {});
        await ended(client, id);
        const events = await client.events(id);
        const at = (type, step) =>
          Date.parse(events.find(event => event.type === type && event.data.stepId === step).time);
        const finished = events.filter(event => event.type === 'step.finished');
        // The end of a step is dated by the step; the event after it in order is dated by the commit.
        for (let n = 1; n < 20; n += 1) {
          const commit = events[events.indexOf(finished[n - 1]) + 1];
          if (i > 0) gaps.push(at('step.started', `s${n}`) - Date.parse(commit.time));
        }
      }
      return { reportedToStartedMs: summary(gaps) };
    }),
  /** 100 executions of three steps in a row, all triggered at once; 8 slots. */
  chain: () =>
    onPlatform({}, async ({ client }) => {
      const pipeline = await apply(client, chain(3));
      for (let i = 0; i < 3; i += 1) await ended(client, (await client.trigger(pipeline, {})).execution_id);
      const from = performance.now();
      const statuses = await Promise.all(
        Array.from({ length: 100 }, async () => ended(client, (await client.trigger(pipeline, {})).execution_id)),
      );
      if (statuses.some(status => status !== 'success')) throw new Error('an execution was not a success');
      return { executionsPerSecond: 100_000 / (performance.now() - from) };
    }),
  /** A connector killed for good with its steps: from the kill to the end of the execution, with a lease of 2 s and 0.5 s of grace. */
  death: () =>
    onPlatform(
      {
        environment: { LEASE_TTL_MS: '2000', LEASE_GRACE_MS: '500', SWEEP_MS: '250', BEAT_MS: '200' },
        processes: true,
      },
      async ({ client }) => {
        const pipeline = await apply(
          client,
          JSON.stringify({ name: 'death', steps: [{ name: 'one', run: 'sleep 600' }] }),
        );
        const times = [];
        for (let i = 0; i < 3; i += 1) {
          const { execution_id: id } = await client.trigger(pipeline, {});
          const running = await until(async () => {
            const [step] = (await client.execution(id)).steps;
            return step?.status === 'running' && step;
          });
          const agent = (await client.agents()).findLast(one => one.service === 'connector-shell' && one.alive);
          // Suspended, not killed: a supervisor would start it again, and it would take its step up.
          process.kill(agent.pid, 'SIGSTOP');
          const from = performance.now();
          const status = await ended(client, id);
          times.push(performance.now() - from);
          process.kill(agent.pid, 'SIGCONT');
          if (status !== 'failed') throw new Error(`${running.id} of ${id} ended as ${status}`);
        }
        return { silentToFinalMs: summary(times), leaseMs: 2_000, graceMs: 500, sweepMs: 250 };
      },
    ),
};

const round = (_key, value) => (typeof value === 'number' ? Math.round(value * 10) / 10 : value);
for (const name of wanted.length > 0 ? wanted : Object.keys(measurements)) {
  const load1 = loadavg()[0];
  const figures = await measurements[name]();
  const mode = processes || name === 'death' ? 'processes' : 'one process';
  console.log(JSON.stringify({ name, mode, ...figures, load1 }, round));
}
process.exit(0);
