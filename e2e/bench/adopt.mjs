// node e2e/bench/adopt.mjs [rounds]: kill -9 of the shell connector while 50 steps run. How long until all of them are taken up again:
// to the last `step.adopted`, from the birth of the next process and from the kill.
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apply, bornAt, percentile, startPlatform, until } from './platform.mjs';

const count = 50;
const rounds = Number(process.argv[2] ?? 5);
const platform = await startPlatform({ processes: true, environment: { CONNECTOR_SLOTS: '64' } });
const { client } = platform;

const connector = async () => {
  const agents = await client.agents();
  return agents.findLast(
    agent => agent.service === 'connector-shell' && agent.alive && existsSync(`/proc/${agent.pid}`),
  );
};

const oneRound = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'yard-bench-adopt-'));
  const run = `touch ${folder}/$YARD_STEP; seq 1 20000; read go < ${folder}/go`;
  spawnSync('mkfifo', [join(folder, 'go')]);
  const steps = Array.from({ length: count }, (_, i) => ({ name: `s${i}`, run }));
  const pipeline = await apply(
    client,
    JSON.stringify({ name: 'adopt', stages: [{ name: 'all', parallel: true, steps }] }),
  );
  const { execution_id: id } = await client.trigger(pipeline, {});
  await until(() => readdirSync(folder).length === count + 1);
  const { pid: old } = await connector();
  const killedAt = Date.now();
  process.kill(old, 'SIGKILL');
  const { pid } = await until(async () => {
    const found = await connector();
    return found && found.pid !== old && found;
  });
  const born = bornAt(pid);
  const adopted = await until(async () => {
    const events = await client.events(id);
    const times = events.filter(event => event.type === 'step.adopted').map(event => Date.parse(event.time));
    return times.length === count && times;
  });
  // One line for each of them: whoever reads one goes on.
  const go = openSync(join(folder, 'go'), 'r+');
  writeSync(go, '\n'.repeat(count));
  for await (const frame of client.follow(id))
    if (frame.event === 'end' && frame.data.status !== 'success')
      throw new Error(`${id} ended as ${frame.data.status}`);
  closeSync(go);
  rmSync(folder, { recursive: true });
  return { sinceBirth: Math.max(...adopted) - born, sinceKill: Math.max(...adopted) - killedAt };
};

const results = [];
for (let i = 0; i < rounds; i += 1) results.push(await oneRound());
await platform.stop();
const figures = key => {
  const values = results.map(one => one[key]);
  return { p50: Math.round(percentile(values, 0.5)), worst: Math.round(Math.max(...values)) };
};
console.log(
  JSON.stringify({ steps: count, rounds, sinceBirthMs: figures('sinceBirth'), sinceKillMs: figures('sinceKill') }),
);
