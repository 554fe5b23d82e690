// What one execution of one step takes: commands to the store by their kind and collection, messages of the bus by service and stream,
// calls of the system, processor time, how late event loops are; and what each part costs alone, measured in the same run.
import { join } from 'node:path';
import { rounded, summaryOf } from '../figures.ts';
import { processorOf, sleep } from '../machine.mjs';
import { treeOf } from '../platform.mjs';
import { timesOf } from '../growth/bounds.mjs';
import { busCounts } from './bus.mjs';
import { callsDuring } from './calls.mjs';
import { eventLoopsIn } from './event-loops.mjs';
import { costsOfParts } from './parts.mjs';
import { between, startCountedStore, writesOf } from './counted-store.mjs';

const flatBus = ({ in: said, out, users, streams }) => ({
  in: said,
  out,
  ...Object.fromEntries(
    Object.entries(users).flatMap(([name, { said: a, heard: b }]) => [
      [`${name} said`, a],
      [`${name} heard`, b],
    ]),
  ),
  ...Object.fromEntries(Object.entries(streams).map(([name, last]) => [`stream ${name}`, last])),
});

const look = async (store, data, servers) => ({
  store: await store.counts(),
  bus: flatBus(await busCounts(data)),
  processor: processorOf(servers()),
  at: performance.now(),
});

const change = (before, after) => ({
  store: between(before.store.counts, after.store.counts),
  storeBytes: after.store.bytes - before.store.bytes,
  bus: between(before.bus, after.bus),
  processor: after.processor - before.processor,
  ms: after.at - before.at,
});

/** For each name, what `count` of them took on top of what an idle platform takes in the same time. */
const perOne = (busy, idle, { count, share }) =>
  Object.fromEntries(
    Object.entries(busy)
      .map(([name, taken]) => [name, rounded(Math.max(0, taken - (idle[name] ?? 0) * share) / count)])
      .filter(([, each]) => each >= 0.02)
      .sort(([, a], [, b]) => b - a),
  );

/** An idle platform is looked at for so long. */
const counted = async ({ subject, data, store, loops, count, idleMs }) => {
  const servers = () => [...treeOf(subject.roots()), store.pid];
  await timesOf(subject, 'w1', 3);
  const start = await look(store, data, servers);
  await sleep(idleMs);
  const quiet = await look(store, data, servers);
  await loops.look();
  const times = await timesOf(subject, 'w1', count - 1);
  const late = await loops.look();
  const end = await look(store, data, servers);
  const [idle, busy] = [change(start, quiet), change(quiet, end)];
  const scale = { count, share: busy.ms / idle.ms };
  return {
    finished_ms: summaryOf(times),
    processor_ms: rounded((busy.processor - idle.processor * scale.share) / count),
    store: perOne(busy.store, idle.store, scale),
    storeWrites: rounded((writesOf(busy.store) - writesOf(idle.store) * scale.share) / count),
    sentToStoreKiB: rounded((busy.storeBytes - idle.storeBytes * scale.share) / count / 1_024),
    bus: perOne(busy.bus, idle.bus, scale),
    late_ms: late,
  };
};

const calledBy = async ({ subject, store, count, idleMs }) => {
  const servers = [...treeOf(subject.roots()), store.pid];
  const idle = await callsDuring(servers, () => sleep(idleMs));
  if (!idle) return { calls: 'not counted: there is no strace here, or it may not look' };
  let took = 0;
  const busy = await callsDuring(servers, async () => {
    const from = performance.now();
    await timesOf(subject, 'w1', count - 1);
    took = performance.now() - from;
  });
  const scale = { count, share: took / idleMs };
  const kinds = Object.keys(busy).map(kind => [kind, perOne(busy[kind], idle[kind] ?? {}, scale)]);
  return { calls: Object.fromEntries(kinds) };
};

/** @param sizes `count` executions are counted, and as many of each part. */
export const budget = async ({ withSubject, sizes: { budget: count, idleMs }, emit, folder }) => {
  const parts = await costsOfParts(count * 2, join(folder, 'parts'));
  const store = await startCountedStore(folder);
  const loops = eventLoopsIn(join(folder, 'loops'));
  try {
    await withSubject({ environment: { MONGODB_URI: store.uri, ...loops.environment } }, async (subject, data) => {
      const facts = { subject, data, store, loops, count, idleMs };
      emit({ w: 'budget', parts, ...(await counted(facts)), ...(await calledBy(facts)) });
    });
  } finally {
    await store.stop();
  }
};
