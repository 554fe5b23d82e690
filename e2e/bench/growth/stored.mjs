import { rounded, summaryOf } from '../figures.ts';
import { between, startCountedStore, writesOf } from '../budget/counted-store.mjs';
import { sleep } from '../machine.mjs';
import { timesOf, within } from './bounds.mjs';

/** What is written without any execution is counted for as long, and taken off. */
const idleMs = 1_000;
/** Seconds for what has to be stored on top until a point: a hundredth of a second each, and some. */
const boundFor = more => 30 + more / 25;

/** Time and writes of an execution of one step, and the list, with ever more stored. */
export const stored = async ({ withSubject, sizes: { stored: sizes, samples }, point, folder }) => {
  const store = await startCountedStore(folder);
  try {
    await withSubject({ environment: { MONGODB_URI: store.uri } }, async subject => {
      let there = 0;
      for (const count of sizes) {
        await within(boundFor(count - there), `${count} stored`, subject.fill(count - there));
        there = count;
        const quiet = await store.counts();
        await sleep(idleMs);
        const start = await store.counts();
        const from = performance.now();
        const times = await timesOf(subject, 'w1', samples);
        const took = performance.now() - from;
        const { counts, bytes } = await store.counts();
        const idle = writesOf(between(quiet.counts, start.counts)) * (took / idleMs);
        const done = samples + 1;
        there += done;
        point('stored', count, {
          finished_ms: summaryOf(times),
          writes: rounded((writesOf(between(start.counts, counts)) - idle) / done),
          sentToStoreKiB: rounded((bytes - start.bytes) / done / 1_024),
          list50_ms: summaryOf(await listTimes(subject)),
        });
      }
    });
  } finally {
    await store.stop();
  }
};

const listTimes = async subject => {
  const times = [];
  for (let i = 0; i < 30; i += 1) {
    const from = performance.now();
    await subject.list(50);
    times.push(performance.now() - from);
  }
  return times;
};
