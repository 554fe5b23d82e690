import { summaryOf } from '../figures.ts';
import { watchMemory } from '../machine.mjs';
import { until } from '../platform.mjs';
import { commands } from '../subject.mjs';
import { delays } from '../workloads.mjs';
import { within } from './bounds.mjs';

const boundS = 120;
/** So many of them look at each line; the others count: the client shares the machine. */
const closely = 10;

const follow = async (subject, id, hear) => {
  const take = ({ text }) => text !== undefined && hear(text);
  for (;;) {
    try {
      return await subject.api.listen(`/api/ci/executions/${id}/stream?logs=true`, take);
    } catch (error) {
      // Told to come back: too many came at once.
      if (!/: (?:503|504)$/.test(error.message)) throw error;
    }
  }
};

const countLines = text => {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
};

/** Lets the step go that waits for a word. */
const approve = async (subject, id) => {
  const { client } = subject.platform;
  const step = await until(async () => (await client.execution(id)).steps.find(one => one.status !== 'waiting'));
  await client.approve(id, step.id);
};

const measured = async (subject, count, tailLines) => {
  const late = [];
  const counted = Array(count).fill(0);
  const memory = watchMemory(subject.roots());
  const { id, finished } = await subject.trigger('waits');
  const streams = await Promise.all(
    Array.from({ length: count }, (_, at) => {
      const look = delays(ms => late.push(ms));
      return follow(subject, id, text => {
        counted[at] += countLines(text);
        if (at < closely) look(text);
      });
    }),
  );
  await approve(subject, id);
  await finished;
  await Promise.all(streams.map(({ over }) => over));
  const short = counted.filter(lines => lines !== tailLines).length;
  if (short > 0) throw new Error(`${short} of ${count} followers did not see every line`);
  return { delay_ms: summaryOf(late), peakMiB: memory().peakServerMiB };
};

/** Ever more followers of one step that prints 100 lines a second, all of them there before its first line. */
export const followers = ({ withSubject, sizes: { followers: sizes, tailLines }, point }) =>
  withSubject({ tailLines }, async subject => {
    await subject.apply('waits', { steps: [{ name: 'one', run: commands.tail(tailLines), approval: true }] });
    for (const count of sizes)
      point('followers', count, await within(boundS, `${count} followers`, measured(subject, count, tailLines)));
  });
