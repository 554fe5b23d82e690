import { rounded, summaryOf } from '../figures.ts';
import { timesOf, within } from './bounds.mjs';

const boundS = 120;
const stepsOf = count => Array.from({ length: count }, (_, n) => ({ name: `s${n}`, run: 'true' }));
const shapes = {
  row: count => ({ steps: stepsOf(count) }),
  wide: count => ({ stages: [{ name: 'all', parallel: true, steps: stepsOf(count) }] }),
};

/** One execution of ever more steps that do nothing: one after the other, and side by side in eight slots. */
export const steps = ({ withSubject, sizes: { steps: sizes }, point }) =>
  withSubject({}, async subject => {
    for (const [shape, pipelineOf] of Object.entries(shapes))
      for (const count of sizes) {
        const name = `steps-${shape}-${count}`;
        await subject.apply(name, pipelineOf(count));
        // The longest is seconds: one is enough.
        const samples = count >= 1_000 ? 1 : 5;
        const times = await within(boundS, `${count} steps`, timesOf(subject, name, samples));
        const all = summaryOf(times);
        point(`steps-${shape}`, count, { finished_ms: all, perStep_ms: rounded(all.p50 / count) });
      }
  });
