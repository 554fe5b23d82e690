// What the parts of a step cost alone on this machine, right now: milliseconds, medians.
import { connect } from '@nats-io/transport-node';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { findNatsServer } from '@switchyard/embedded';
import mongoose from 'mongoose';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { rounded, summaryOf } from '../figures.ts';
import { fsyncTimes } from '../machine.mjs';
import { until } from '../platform.mjs';
import { startCountedStore } from './counted-store.mjs';
import { natsOf } from './bus.mjs';

const timesOf = async (count, work) => {
  const times = [];
  for (let i = -Math.min(10, count); i < count; i += 1) {
    const from = performance.now();
    await work(i);
    if (i >= 0) times.push(performance.now() - from);
  }
  return times;
};

const spawned = count =>
  timesOf(count, async () => {
    const child = spawn('/bin/sh', ['-c', 'echo hi'], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.resume();
    child.stderr.resume();
    await once(child, 'close');
  });

const overHttp = async count => {
  const server = http.createServer((request, response) => request.resume().once('end', () => response.end('ok')));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const agent = new http.Agent({ keepAlive: true });
  const { port } = server.address();
  const call = () =>
    new Promise((resolve, reject) => {
      const request = http.request({ port, host: '127.0.0.1', method: 'POST', agent }, answer =>
        answer.resume().once('end', resolve),
      );
      request.once('error', reject).end('{}');
    });
  const times = await timesOf(count, call);
  agent.destroy();
  server.close();
  return times;
};

/** A server of its own, configured as the platform's but for its users. */
const overBus = async (count, folder) => {
  const ports = join(folder, 'nats/ports');
  mkdirSync(ports, { recursive: true });
  const config = join(folder, 'nats/nats.conf');
  const storage = { store_dir: join(folder, 'nats/jetstream') };
  writeFileSync(config, JSON.stringify({ host: '127.0.0.1', port: -1, http: '127.0.0.1:-1', jetstream: storage }));
  const server = spawn(await findNatsServer(), ['-c', config, '--ports_file_dir', ports], { stdio: 'ignore' });
  const gone = once(server, 'exit');
  try {
    const { url } = await until(() => {
      try {
        return natsOf(folder);
      } catch {
        return undefined;
      }
    });
    const connection = await connect({ servers: url });
    connection.subscribe('asked', { callback: (_error, message) => message.respond() });
    const asked = await timesOf(count, () => connection.request('asked'));
    await (await jetstreamManager(connection)).streams.add({ name: 'KEPT', subjects: ['kept'], storage: 'file' });
    const stream = jetstream(connection);
    const kept = await timesOf(count, () => stream.publish('kept', 'x'.repeat(256)));
    await connection.close();
    return { asked, kept };
  } finally {
    server.kill('SIGTERM');
    await gone;
  }
};

const overStore = async (count, folder) => {
  const store = await startCountedStore(folder);
  const client = await mongoose.mongo.MongoClient.connect(store.uri);
  try {
    const things = client.db('bench').collection('things');
    await things.insertOne({ _id: 1, rev: 0, text: 'x'.repeat(2_000) });
    let rev = 0;
    const written = await timesOf(count, () => things.findOneAndUpdate({ _id: 1, rev }, { $set: { rev: (rev += 1) } }));
    const read = await timesOf(count, () => things.findOne({ _id: 1 }));
    return { written, read };
  } finally {
    await client.close();
    await store.stop();
  }
};

/** @param count of each. @param folder for the state of servers; the caller removes it. */
export const costsOfParts = async (count, folder) => {
  const [bus, store] = [await overBus(count, folder), await overStore(count, folder)];
  const all = {
    spawn_ms: await spawned(count),
    http_ms: await overHttp(count),
    busRoundTrip_ms: bus.asked,
    jetStreamAck_ms: bus.kept,
    storeWrite_ms: store.written,
    storeRead_ms: store.read,
    fsync_ms: fsyncTimes(count, folder),
  };
  return Object.fromEntries(Object.entries(all).map(([name, times]) => [name, rounded(summaryOf(times).p50)]));
};
