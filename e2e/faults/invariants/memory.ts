import { processOf, servicesOf } from '../processes.js';

/** What a process may have gained over what it had after its first work. */
export const mostGainedMegabytes = 64;

export type Memory = ReadonlyMap<string, { pid: number; megabytes: number }>;

/** Of a platform's services, and of its own process, which may hold the store. */
export const memoryOf = (platform: number): Memory =>
  new Map([...servicesOf(platform), ['platform', processOf(platform)]]);

/** No process that lived from the one measurement to the other has grown beyond reason. */
export const noGrowth = (before: Memory, after: Memory): string[] =>
  [...after].flatMap(([name, { pid, megabytes }]) => {
    const then = before.get(name);
    if (then?.pid !== pid) return [];
    const gained = megabytes - then.megabytes;
    return gained > mostGainedMegabytes ? [`${name} gained ${gained.toFixed(0)} MB`] : [];
  });
