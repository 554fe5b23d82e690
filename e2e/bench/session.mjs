// One sitting of measurements: what is asked for, in turn, each line said and kept as soon as it is there.
import { findNatsServer } from '@switchyard/embedded';
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { budget } from './budget/budget.mjs';
import { curves, farSizes, fullSizes, tinySizes } from './growth/curves.mjs';
import { hello } from './hello.mjs';
import { housesFor, inFolder } from './houses.mjs';
import { facts, weather } from './machine.mjs';
import { full, tiny, workloads } from './workloads.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const results = fileURLToPath(new URL('results', import.meta.url));

/** Everything there is to measure, by the name one asks for it with. */
export const names = [
  ...Object.keys(workloads),
  'growth',
  ...Object.keys(curves).map(name => `growth:${name}`),
  'budget',
  'hello',
];

/** @param say hears each line as an object. */
const emitter = ({ processes, keep }, say) => {
  const emit = line => {
    const peer = processes ? 'switchyard-processes' : 'switchyard';
    const whole = { peer, ...line, ...(line.w === 'meta' ? {} : { round: emit.round, ...weather() }) };
    if (keep) {
      mkdirSync(results, { recursive: true });
      appendFileSync(join(results, keep), `${JSON.stringify(whole)}\n`);
    }
    say(whole);
  };
  emit.round = 0;
  return emit;
};

/** A measurement that fails is a line too; whether it did not. */
const attempt = async (emit, w, work) => {
  try {
    return (await work()) !== false;
  } catch (error) {
    emit({ w, error: String(error.stack ?? error).slice(0, 1_000) });
    return false;
  }
};

/** @param say hears each line as an object. */
export const sitting = (options, say) => {
  const { processes, smoke, far } = options;
  const sizes = smoke ? { ...tiny, budget: 4 } : { ...full, budget: 50 };
  const growthSizes = smoke ? tinySizes : far ? farSizes : fullSizes;
  const emit = emitter(options, say);
  const houses = housesFor(options, sizes);

  const together = wanted =>
    houses.withSubject({}, async subject => {
      let isGood = true;
      for (const name of wanted)
        isGood = (await attempt(emit, name, () => workloads[name]({ subject, sizes, emit }))) && isGood;
      return isGood;
    });
  const curve = name =>
    inFolder(folder => {
      const point = (which, at, figures) => emit({ w: 'growth', curve: which, at, ...figures });
      return curves[name]({ ...houses, sizes: growthSizes, point, folder });
    });

  return {
    begin: async () => emit({ w: 'meta', ...facts({ natsServer: await findNatsServer(), root }), processes, smoke }),
    /** One round of what was asked for. Whether all of it ran. */
    round: async asked => {
      const wanted = Object.keys(workloads).filter(name => asked.includes(name));
      const grown = Object.keys(curves).filter(name => asked.includes('growth') || asked.includes(`growth:${name}`));
      const all = [];
      if (wanted.length > 0) all.push(await attempt(emit, 'workloads', () => together(wanted)));
      for (const name of grown)
        if (name !== 'replicas' || processes) all.push(await attempt(emit, `growth ${name}`, () => curve(name)));
      if (asked.includes('budget'))
        all.push(await attempt(emit, 'budget', () => inFolder(folder => budget({ ...houses, sizes, emit, folder }))));
      if (asked.includes('hello')) all.push(await attempt(emit, 'hello', () => hello({ sizes, emit })));
      emit.round += 1;
      return all.every(Boolean);
    },
    end: () => houses.end(),
  };
};
