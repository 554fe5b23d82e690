// One sitting of measurements: what is asked for, in turn, each line said and kept as soon as it is there.
import { findNatsServer } from '@switchyard/embedded';
import { appendFileSync, mkdtempSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { budget } from './budget/budget.mjs';
import { curves, farSizes, fullSizes, tinySizes } from './growth/curves.mjs';
import { hello } from './hello.mjs';
import { facts, weather } from './machine.mjs';
import { subjectOf } from './subject.mjs';
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

/** Removes what a part of the sitting leaves behind, and stops its platform whatever happens. */
const inFolder = async work => {
  const folder = mkdtempSync(join(process.env.BENCH_TMP ?? tmpdir(), 'yard-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
};

/** @param say hears each line as an object. */
export const sitting = ({ processes, smoke, far, keep, profile }, say) => {
  const peer = processes ? 'switchyard-processes' : 'switchyard';
  const sizes = { ...(smoke ? tiny : full), ...(smoke ? { budget: 4 } : { budget: 50 }) };
  const growthSizes = smoke ? tinySizes : far ? farSizes : fullSizes;
  const profiling = profile ? { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${resolve(profile)}` } : {};
  let round = 0;

  const emit = line => {
    const whole = { peer, ...line, ...(line.w === 'meta' ? {} : { round, ...weather() }) };
    if (keep) {
      mkdirSync(results, { recursive: true });
      appendFileSync(join(results, keep), `${JSON.stringify(whole)}\n`);
    }
    say(whole);
  };

  const withSubject = (options, work) =>
    inFolder(async folder => {
      const data = join(folder, 'data');
      const subject = subjectOf({ data, processes, ...options, environment: { ...profiling, ...options.environment } });
      subject.setup();
      try {
        await subject.start();
        const answer = await work(subject, data);
        if (subject.failed.length > 0) throw new Error(`${subject.failed.length} executions were no success`);
        return answer;
      } finally {
        await subject.stop();
      }
    });

  /** A measurement that fails is a line too, and the sitting ends badly. */
  const attempt = async (w, work) => {
    try {
      await work();
      return true;
    } catch (error) {
      emit({ w, error: String(error.stack ?? error).slice(0, 1_000) });
      return false;
    }
  };

  const inOneSubject = wanted =>
    attempt('start', () =>
      withSubject(smoke ? { logLines: sizes.logLines, tailLines: sizes.tailLines } : {}, async subject => {
        let isGood = true;
        for (const name of wanted)
          isGood = (await attempt(name, () => workloads[name]({ subject, sizes, emit }))) && isGood;
        if (!isGood) throw new Error('not every workload ran');
      }),
    );

  const curve = name =>
    attempt(`growth ${name}`, () =>
      inFolder(folder => {
        const point = (which, at, figures) => emit({ w: 'growth', curve: which, at, ...figures });
        return curves[name]({ withSubject, sizes: growthSizes, point, folder });
      }),
    );

  return {
    begin: async () => emit({ w: 'meta', ...facts({ natsServer: await findNatsServer(), root }), processes, smoke }),
    /** One round of what was asked for. Whether all of it ran. */
    round: async asked => {
      const wanted = Object.keys(workloads).filter(name => asked.includes(name));
      const grown = Object.keys(curves).filter(name => asked.includes('growth') || asked.includes(`growth:${name}`));
      const all = [];
      if (wanted.length > 0) all.push(await inOneSubject(wanted));
      for (const name of grown) if (name !== 'replicas' || processes) all.push(await curve(name));
      if (asked.includes('budget'))
        all.push(await attempt('budget', () => inFolder(folder => budget({ withSubject, sizes, emit, folder }))));
      if (asked.includes('hello')) all.push(await attempt('hello', () => hello({ sizes, emit })));
      round += 1;
      return all.every(Boolean);
    },
  };
};
