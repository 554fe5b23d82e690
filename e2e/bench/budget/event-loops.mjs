// How late the event loops of a platform are, by a probe in each of its processes.
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { rounded } from '../figures.ts';
import { sleep } from '../machine.mjs';

const probe = new URL('event-loop-probe.mjs', import.meta.url);
/** A process that has not answered by then is stuck. */
const patienceMs = 10_000;

/** @param folder made for it. */
export const eventLoopsIn = folder => {
  mkdirSync(folder, { recursive: true });
  const told = () =>
    readdirSync(folder)
      .filter(name => name.endsWith('.json'))
      .map(name => ({ pid: Number(basename(name, '.json')), ...JSON.parse(readFileSync(join(folder, name), 'utf8')) }));
  return {
    environment: { NODE_OPTIONS: `--import ${probe.href}`, BENCH_EVENT_LOOPS: folder },
    /** Milliseconds late since the last time, by the name of the service; all begin anew. */
    look: async () => {
      const before = told();
      for (const { pid } of before) process.kill(pid, 'SIGUSR2');
      const looksOf = new Map(before.map(({ pid, looks }) => [pid, looks]));
      const until = performance.now() + patienceMs;
      while (told().some(({ pid, looks }) => looks <= (looksOf.get(pid) ?? -1))) {
        if (performance.now() > until) throw new Error('a process did not say how late it is');
        await sleep(5);
      }
      const figures = ({ service, p50, p99, max }) => [
        service,
        { p50: rounded(p50), p99: rounded(p99), max: rounded(max) },
      ];
      return Object.fromEntries(told().map(figures));
    },
  };
};
