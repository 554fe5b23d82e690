// The six workloads, by the definitions that docs/performance.md gives. Each emits a line per measurement. All times are the client's, by
// one monotonic clock, at the moment the bytes arrive.
import { percentile, rounded, summaryOf } from './figures.ts';
import { memoryOfAll, processorOf, sleep, watchMemory } from './machine.mjs';
import { treeOf } from './platform.mjs';

/** What full runs take. */
export const full = {
  warmUp: 3,
  w1Runs: 30,
  w2Runs: 200,
  w3Runs: 10,
  repetitions: 3,
  logLines: 200_000,
  tailLines: 500,
  stored: 10_000,
  lists: 30,
  coldStarts: 5,
  settleMs: 3_000,
  idleMs: 30_000,
};

/** Enough to see that everything runs. */
export const tiny = {
  ...full,
  warmUp: 1,
  w1Runs: 3,
  w2Runs: 12,
  w3Runs: 1,
  repetitions: 1,
  logLines: 2_000,
  tailLines: 50,
  stored: 20,
  lists: 3,
  coldStarts: 1,
  settleMs: 100,
  idleMs: 500,
};

const w1 =
  (w = 'W1') =>
  async ({ subject, sizes, emit }) => {
    const first = [];
    const finished = [];
    let lost = 0;
    for (let i = -sizes.warmUp; i < sizes.w1Runs; i += 1) {
      let heard = '';
      let firstAt;
      const from = performance.now();
      const run = await subject.trigger('w1', text => {
        heard += text;
        if (firstAt === undefined && /(^|\n)hi\r?\n/.test(heard)) firstAt = performance.now();
      });
      const finishedAt = await run.finished;
      await run.logEnded;
      if (firstAt === undefined) lost += 1;
      else if (i >= 0) first.push(firstAt - from);
      if (i >= 0) finished.push(finishedAt - from);
      await sleep(20);
    }
    if (lost > 0) throw new Error(`the output of ${lost} runs was lost`);
    emit({ w, firstLine_ms: summaryOf(first), finished_ms: summaryOf(finished) });
  };

const w2 = async ({ subject, sizes: { w2Runs: n, repetitions }, emit }) => {
  for (let rep = 0; rep < repetitions; rep += 1) {
    const memory = watchMemory(subject.roots());
    const processor = processorOf(subject.roots());
    const from = performance.now();
    let acceptedAt = from;
    const seconds = ((await subject.burst('w1', n, at => (acceptedAt = at))) - from) / 1_000;
    emit({
      w: 'W2',
      rep,
      wall_s: rounded(seconds),
      per_s: rounded(n / seconds),
      accepted_per_s: rounded((n * 1_000) / (acceptedAt - from)),
      serverCpu_ms_per_run: rounded((processorOf(subject.roots()) - processor) / n),
      ...memory(),
    });
    await sleep(500);
  }
};

/** What three stages of 200 ms take at least. */
const sleptMs = 600;

const w3 = async ({ subject, sizes, emit }) => {
  const times = [];
  for (let i = -1; i < sizes.w3Runs; i += 1) {
    const from = performance.now();
    const finishedAt = await (await subject.trigger('w3')).finished;
    if (i >= 0) times.push(finishedAt - from);
    await sleep(50);
  }
  emit({ w: 'W3', total_ms: summaryOf(times), overhead_ms: rounded(percentile(times, 0.5) - sleptMs) });
};

const lineBytes = 100;
/** A heading may stand before the lines. */
const logIsWhole = (bytes, lines) => {
  const said = bytes.subarray(-lines * lineBytes);
  let count = 0;
  for (let at = said.indexOf(10); at >= 0; at = said.indexOf(10, at + 1)) count += 1;
  const numbered = (from, n) =>
    said.toString('utf8', from, from + lineBytes) === `${String(n).padStart(lineBytes - 1, '0')}\n`;
  return count === lines && numbered(0, 1) && numbered(said.length - lineBytes, lines);
};

/** The log is read again and again until it is whole. */
const wholeLog = async (subject, run, lines) => {
  for (const until = performance.now() + 10_000; ;) {
    const bytes = await subject.readLog(run);
    if (logIsWhole(bytes, lines)) return performance.now();
    if (performance.now() > until) throw new Error(`the log was never whole: ${bytes.length} bytes of ${lines} lines`);
    await sleep(5);
  }
};

const w4 = async ({ subject, sizes: { logLines, repetitions }, emit }) => {
  for (let rep = 0; rep < repetitions; rep += 1) {
    const memory = watchMemory(subject.roots());
    const from = performance.now();
    const run = await subject.trigger('w4');
    const finished = ((await run.finished) - from) / 1_000;
    const read = ((await wholeLog(subject, run, logLines)) - from) / 1_000;
    emit({
      w: 'W4',
      rep,
      finished_s: rounded(finished),
      finishedAndRead_s: rounded(read),
      MBps: rounded((logLines * lineBytes) / 1e6 / read),
      ...memory(),
    });
    await sleep(300);
  }
};

/** Gives text, and hears of each whole line that says when it was written, how many milliseconds late it came. */
export const delays = hear => {
  let rest = '';
  return text => {
    const at = performance.timeOrigin + performance.now();
    const lines = (rest + text).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      const written = /^T(\d+\.\d+) \d+/.exec(line);
      if (written) hear(at - Number(written[1]) * 1_000);
    }
  };
};

const w4tail = async ({ subject, sizes: { tailLines }, emit }) => {
  const late = [];
  const run = await subject.trigger(
    'tail',
    delays(ms => late.push(ms)),
  );
  await run.finished;
  await run.logEnded;
  if (late.length !== tailLines) throw new Error(`${late.length} lines of ${tailLines} came`);
  emit({ w: 'W4tail', lines: late.length, delay_ms: summaryOf(late) });
};

const list = async (w, { subject, sizes, emit }) => {
  const times = [];
  let bytes = 0;
  for (let i = 0; i < sizes.lists; i += 1) {
    const from = performance.now();
    ({ bytes } = await subject.list(50));
    times.push(performance.now() - from);
  }
  emit({ w, list50_ms: summaryOf(times), bytes });
};

const w5 = async context => {
  const { subject, sizes, emit } = context;
  await list('W5small', context);
  const how = await subject.fill(sizes.stored);
  await list(`W5list@${sizes.stored}`, context);
  await w1(`W5w1@${sizes.stored}`)(context);
  emit({ w: 'W5', how, rssMiB: rounded(memoryOfAll(subject.roots())) });
};

const w6 = async ({ subject, sizes, emit }) => {
  const cold = [];
  for (let i = 0; i < sizes.coldStarts; i += 1) {
    await subject.stop();
    await sleep(200);
    const from = performance.now();
    await subject.start();
    cold.push(performance.now() - from);
  }
  await sleep(sizes.settleMs);
  const all = () => treeOf(subject.roots());
  const [processor, from] = [processorOf(all()), performance.now()];
  await sleep(sizes.idleMs);
  emit({
    w: 'W6',
    coldStart_ms: summaryOf(cold),
    idleRssMiB: rounded(memoryOfAll(all())),
    processes: all().length,
    idleCpu_pct: rounded(((processorOf(all()) - processor) / (performance.now() - from)) * 100),
  });
};

/** In the order of a whole run: the last fills the store. */
export const workloads = { w6, w1: w1(), w2, w3, w4, w4tail, w5 };
