import { rounded, summaryOf } from '../figures.ts';
import { memoryOfAll, ownMemoryOfAll, sleep, watchMemory } from '../machine.mjs';
import { within } from './bounds.mjs';

const boundS = 420;
/** Before the flood, so that memory is compared with that of a platform that has worked for a while. */
const before = 2_000;

/** Lists again and again until it is told to stop. */
const lister = subject => {
  const times = [];
  let isOver = false;
  const looking = (async () => {
    while (!isOver) {
      const from = performance.now();
      await subject.list(50);
      times.push(performance.now() - from);
      await sleep(100);
    }
  })();
  return async () => {
    isOver = true;
    await looking;
    return summaryOf(times);
  };
};

/** When it has come to rest: V8 gives memory back a while after there was something to do. */
const atRest = async (subject, settleMs) => {
  await sleep(settleMs);
  return ownMemoryOfAll(subject.roots());
};

/** Many executions accepted at once: how fast, what the list costs meanwhile, that all finish, and what memory does. */
export const queued = async ({ withSubject, sizes: { queued: sizes, settleMs }, point }) => {
  for (const count of sizes)
    await withSubject({}, async subject => {
      await subject.burst('w1', Math.min(before, count));
      const ownBefore = await atRest(subject, settleMs);
      const memory = watchMemory(subject.roots());
      const from = performance.now();
      let acceptedAt = from;
      const stopListing = lister(subject);
      const flood = subject.burst('w1', count, at => (acceptedAt = at));
      const finishedAt = await within(boundS, `${count} queued`, flood);
      const list = await stopListing();
      const { peakServerMiB } = memory();
      const ownAfter = await atRest(subject, settleMs);
      point('queued', count, {
        accepted_per_s: rounded((count * 1_000) / (acceptedAt - from)),
        finished_per_s: rounded((count * 1_000) / (finishedAt - from)),
        list50_ms: list,
        beforeMiB: rounded(ownBefore),
        afterMiB: rounded(ownAfter),
        withMappedFilesMiB: rounded(memoryOfAll(subject.roots())),
        peakMiB: peakServerMiB,
      });
    });
};
