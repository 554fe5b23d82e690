import { rounded } from '../figures.ts';
import { watchMemory } from '../machine.mjs';
import { within } from './bounds.mjs';

const boundS = 180;
const word = 'line\n';

/** How many bytes the output of its only step has, without keeping them. */
const bytesOf = async ({ platform: { client } }, id) => {
  const [step] = (await client.execution(id)).steps;
  let bytes = 0;
  for await (const piece of await client.log(id, step.attempts[0].id)) bytes += piece.length;
  return bytes;
};

const measured = async (subject, count) => {
  const name = `lines-${count}`;
  await subject.apply(name, { steps: [{ name: 'one', run: `yes line | head -n ${count}` }] });
  const memory = watchMemory(subject.roots());
  const from = performance.now();
  const { id, finished } = await subject.trigger(name);
  const finishedAt = await finished;
  const expected = count * word.length;
  let bytes = await bytesOf(subject, id);
  for (const until = performance.now() + 10_000; bytes !== expected && performance.now() < until;)
    bytes = await bytesOf(subject, id);
  if (bytes !== expected) throw new Error(`${bytes} bytes of ${expected} came back`);
  const read_s = (performance.now() - from) / 1_000;
  return {
    finished_s: rounded((finishedAt - from) / 1_000),
    finishedAndRead_s: rounded(read_s),
    microsecondsPerLine: rounded((read_s * 1e6) / count),
    peakMiB: memory().peakServerMiB,
  };
};

/** One step of ever more lines of five bytes, until its end and a read of all of them. */
export const lines = ({ withSubject, sizes: { lines: sizes }, point }) =>
  withSubject({}, async subject => {
    for (const count of sizes) point('lines', count, await within(boundS, `${count} lines`, measured(subject, count)));
  });
