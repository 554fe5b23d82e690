import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, closeSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { startCountedStore } from '../budget/counted-store.mjs';
import { natsOf } from '../budget/bus.mjs';
import { rounded, summaryOf } from '../figures.ts';
import { timesOf, within } from './bounds.mjs';

const boundS = 120;
const program = fileURLToPath(new URL('../../../services/execution/dist/main.js', import.meta.url));

/** One more process of the execution service, beside that of the platform. */
const startReplica = async (data, store) => {
  const { url } = natsOf(data);
  const passwords = JSON.parse(readFileSync(join(data, 'nats/users.json'), 'utf8'));
  const log = openSync(join(data, 'logs/replicas.log'), 'a');
  const child = spawn(process.execPath, [program], {
    env: {
      ...process.env,
      NATS_URL: url,
      NATS_PASSWORD: passwords.execution,
      MONGODB_URI: store,
      BLOBS_URL: pathToFileURL(join(data, 'blobs')).href,
    },
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  const word = await Promise.race([
    once(child, 'message').then(([said]) => said),
    once(child, 'exit').then(() => ({})),
  ]);
  if (word.kind !== 'ready') throw new Error(`a replica did not start: ${word.message ?? 'it ended'}`);
  return async () => {
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    if (child.exitCode === null && child.signalCode === null) await gone;
  };
};

const measured = async (subject, { burst, samples }) => {
  const times = await timesOf(subject, 'w1', samples);
  const from = performance.now();
  const seconds = ((await subject.burst('w1', burst)) - from) / 1_000;
  return { finished_ms: summaryOf(times), per_s: rounded(burst / seconds) };
};

/** The same burst with one, two and three processes of the execution service. The store is a process of its own for all of them. */
export const replicas = async ({ withSubject, sizes: { replicas: sizes, burst, samples }, point, folder }) => {
  const store = await startCountedStore(folder);
  const stops = [];
  try {
    await withSubject({ processes: true, environment: { MONGODB_URI: store.uri } }, async (subject, data) => {
      for (const count of sizes) {
        while (stops.length + 1 < count) stops.push(await startReplica(data, store.uri));
        point('replicas', count, await within(boundS, `${count} replicas`, measured(subject, { burst, samples })));
      }
      for (const stop of stops.splice(0)) await stop();
    });
  } finally {
    for (const stop of stops) await stop();
    await store.stop();
  }
};
