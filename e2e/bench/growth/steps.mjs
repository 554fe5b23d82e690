import { rounded, summaryOf } from '../figures.ts';
import { timesOf, within } from './bounds.mjs';

const boundS = 180;
const stepsOf = count => Array.from({ length: count }, (_, n) => ({ name: `s${n}`, run: 'true' }));
const shapes = {
  row: count => ({ steps: stepsOf(count) }),
  wide: count => ({ stages: [{ name: 'all', parallel: true, steps: stepsOf(count) }] }),
};

const measured = async (subject, { shape, pipelineOf, sizes, point }) => {
  for (const count of sizes) {
    const name = `steps-${shape}-${count}`;
    await subject.apply(name, pipelineOf(count));
    // The longest is seconds: one is enough, and the shorter ones have warmed up.
    const runs = count >= 1_000 ? { samples: 1, warmUp: 0 } : { samples: 5, warmUp: 1 };
    const times = await within(boundS, `${count} steps`, timesOf(subject, name, runs.samples, runs.warmUp));
    const all = summaryOf(times);
    point(`steps-${shape}`, count, { finished_ms: all, perStep_ms: rounded(all.p50 / count) });
  }
};

/** One execution of ever more steps that do nothing: one after the other, and side by side in eight slots. */
export const steps = async ({ withSubject, sizes: { steps: sizes }, point }) => {
  const failures = [];
  for (const [shape, pipelineOf] of Object.entries(shapes))
    await withSubject({}, subject => measured(subject, { shape, pipelineOf, sizes, point })).catch(error =>
      failures.push(error),
    );
  if (failures.length > 0) throw failures[0];
};
