// Measures the store through the official driver: node e2e/bench/store.mjs [--one-process] [--json]
// MONGODB_URI measures another server instead of the embedded one.
import { startEmbeddedStore } from '@switchyard/embedded';
import mongoose from 'mongoose';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const { MongoClient, ObjectId } = mongoose.mongo;
const self = fileURLToPath(import.meta.url);
const asJson = process.argv.includes('--json');

async function startServer() {
  if (process.env.MONGODB_URI) return { uri: process.env.MONGODB_URI, stop: async () => undefined };
  const directory = mkdtempSync(join(process.cwd(), '.yard-bench-'));
  const clean = () => rmSync(directory, { recursive: true, force: true });
  if (process.argv.includes('--one-process')) {
    const store = await startEmbeddedStore({ directory });
    return { uri: store.uri, stop: () => store.close().then(clean) };
  }
  const child = fork(self, ['--serve', directory]);
  const [uri] = await once(child, 'message');
  const stop = async () => {
    child.disconnect();
    await once(child, 'exit');
    clean();
  };
  return { uri, stop };
}

const executionOf = at => ({
  _id: new ObjectId(),
  rev: 0,
  pipeline: `pipeline-${at % 20}`,
  status: ['success', 'failed', 'running'][at % 3],
  createdAt: new Date(1_700_000_000_000 + at * 1000),
  steps: Array.from({ length: 16 }, (_, step) => ({
    name: `step-${step}`,
    status: 'queued',
    attempt: 1,
    command: 'npm run something --flag value',
    queuedAt: new Date(),
  })),
});

const percentile = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];

async function measure(name, count, clients, work) {
  const times = [];
  let next = 0;
  const start = performance.now();
  const client = async () => {
    while (next < count) {
      const at = next++;
      const from = performance.now();
      await work(at);
      times.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  const seconds = (performance.now() - start) / 1000;
  times.sort((a, b) => a - b);
  const figures = {
    name,
    clients,
    perSecond: Math.round(count / seconds),
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
  };
  if (asJson) console.log(JSON.stringify(figures));
  else
    console.log(
      `${name.padEnd(44)} ${String(clients).padStart(3)} clients ${String(figures.perSecond).padStart(7)}/s   p50 ${figures.p50.toFixed(2)} ms   p99 ${figures.p99.toFixed(2)} ms`,
    );
}

async function measureWrites(executions, clients) {
  const ids = [];
  const add = at => {
    const execution = executionOf(at);
    ids.push(execution._id);
    return executions.insertOne(execution);
  };
  await measure('insert (2 KB, 2 indexes)', 2000, clients, add);
  await measure('find by _id', 4000, clients, at => executions.findOne({ _id: ids[at % ids.length] }));
  const revs = new Map();
  await measure('compare-and-set by _id and rev', 2000, clients, async at => {
    const _id = ids[at % ids.length];
    const rev = revs.get(_id) ?? 0;
    revs.set(_id, rev + 1);
    const found = await executions.findOneAndUpdate(
      { _id, rev },
      { $set: { 'steps.3.status': `running-${at}` }, $inc: { rev: 1 } },
      { returnDocument: 'after' },
    );
    if (!found && clients === 1) throw new Error('a compare-and-set without a rival was refused');
  });
}

async function measurePages(executions, total) {
  for (let have = await executions.estimatedDocumentCount(); have < total; have += 1000)
    await executions.insertMany(Array.from({ length: 1000 }, (_, at) => executionOf(have + at)));
  const page = () => executions.find({}).sort({ createdAt: -1 }).limit(20).toArray();
  await measure(`page of 20 by time of ${total}`, 300, 1, page);
  const filtered = at =>
    executions
      .find({ pipeline: `pipeline-${at % 20}` })
      .sort({ createdAt: -1 })
      .limit(20)
      .toArray();
  await measure(`page of one pipeline of ${total}`, 300, 1, filtered);
}

async function main() {
  const server = await startServer();
  const started = performance.now();
  const client = await MongoClient.connect(server.uri, { maxPoolSize: 32 });
  const database = client.db('bench');
  await database.command({ ping: 1 });
  console.error(`connected and answered in ${(performance.now() - started).toFixed(0)} ms`);
  await database.dropDatabase();
  const executions = database.collection('executions');
  await executions.createIndexes([{ key: { createdAt: -1 } }, { key: { pipeline: 1, createdAt: -1 } }]);
  for (const clients of [1, 16]) await measureWrites(executions, clients);
  await executions.deleteMany({});
  for (const total of [10_000, 100_000]) await measurePages(executions, total);
  await database.dropDatabase();
  await client.close();
  await server.stop();
}

if (process.argv[2] === '--serve') {
  const store = await startEmbeddedStore({ directory: process.argv[3] });
  process.send(store.uri);
  process.on('disconnect', () => void store.close());
} else await main();
