import { rounded, summaryOf } from '../figures.ts';
import { between, startCountedStore, writesOf } from '../budget/counted-store.mjs';
import { sleep } from '../machine.mjs';
import { timesOf, within } from './bounds.mjs';
import { addCopies } from './copies.mjs';

/** What is written without any execution is counted for as long, and taken off. */
const idleMs = 1_000;
/** Seconds for what has to be stored on top until a point: a twentieth of a second each, and some. */
const boundFor = more => 30 + more / 20;

/** Real executions at first, from `originals` on copies of them. */
const storeOf = (subject, uri, originals) => {
  let real = 0;
  let copied = 0;
  return {
    until: async count => {
      const wanted = Math.min(count, originals) - real;
      if (wanted > 0) await subject.fill(wanted);
      real += Math.max(0, wanted);
      const copies = Math.ceil((count - real) / originals) - copied;
      if (copies > 0) await addCopies(uri, { originals, copies, from: copied + 1 });
      copied += Math.max(0, copies);
    },
    ran: count => (real += count),
  };
};

/** Time and writes of an execution of one step, and the list, with ever more stored. */
export const stored = async ({ withSubject, sizes: { stored: sizes, samples, originals }, point, folder }) => {
  const store = await startCountedStore(folder);
  try {
    await withSubject({ environment: { MONGODB_URI: store.uri } }, async subject => {
      const stock = storeOf(subject, store.uri, originals);
      for (const count of sizes) {
        await within(boundFor(count), `${count} stored`, stock.until(count));
        const quiet = await store.counts();
        await sleep(idleMs);
        const start = await store.counts();
        const from = performance.now();
        const times = await timesOf(subject, 'w1', samples);
        const took = performance.now() - from;
        const { counts, bytes } = await store.counts();
        const idle = writesOf(between(quiet.counts, start.counts)) * (took / idleMs);
        const done = samples + 1;
        stock.ran(done);
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
