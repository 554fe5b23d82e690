import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { subjectOf } from './subject.mjs';

const there = new Set();
const folderOf = () => {
  const folder = mkdtempSync(join(process.env.BENCH_TMP ?? tmpdir(), 'yard-bench-'));
  there.add(folder);
  return folder;
};
const remove = folder => {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  there.delete(folder);
};
// Whoever interrupts it leaves nothing behind either; platforms end with this process.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
process.once('exit', () => [...there].forEach(remove));

/** A folder for as long as the work lasts. */
export const inFolder = async work => {
  const folder = folderOf();
  try {
    return await work(folder);
  } finally {
    remove(folder);
  }
};

const housed = (folder, options) => {
  const data = join(folder, 'data');
  const subject = subjectOf({ ...options, data });
  subject.setup();
  return { folder, subject, data };
};

const checked = ({ failed }) => {
  if (failed.length > 0) throw new Error(`${failed.length} executions were no success`);
};

/**
 * Platforms to measure: each on a fresh folder, stopped and removed whatever happens. Where only whether it runs is asked, all that
 * need nothing of their own share one, until the end.
 */
export const housesFor = ({ processes, smoke, profile }, { logLines, tailLines }) => {
  const profiling = profile ? { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${resolve(profile)}` } : {};
  const optionsOf = ({ environment, ...own }) => ({
    ...{ processes, logLines, tailLines },
    ...own,
    environment: { ...profiling, ...environment },
  });
  let shared;

  const onOne = (options, work) =>
    inFolder(async folder => {
      const house = housed(folder, optionsOf(options));
      try {
        await house.subject.start();
        const answer = await work(house.subject, house.data);
        checked(house.subject);
        return answer;
      } finally {
        await house.subject.stop();
      }
    });

  const onShared = async work => {
    if (!shared) {
      shared = housed(folderOf(), optionsOf({}));
      await shared.subject.start();
    }
    const answer = await work(shared.subject, shared.data);
    checked(shared.subject);
    return answer;
  };

  return {
    withSubject: (options, work) =>
      smoke && !options.environment && !options.processes ? onShared(work) : onOne(options, work),
    end: async () => {
      if (!shared) return;
      await shared.subject.stop();
      remove(shared.folder);
      shared = undefined;
    },
  };
};
