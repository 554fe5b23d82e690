import { eventually } from '../../house.js';
import { processOf, servicesOf } from '../processes.js';

/** What a process may have gained over what it had after its first work. */
export const mostGainedMegabytes = 64;

export type Memory = ReadonlyMap<string, { pid: number; megabytes: number }>;

/** Of a platform's services, and of its own process, which may hold the store. */
export const memoryOf = (platform: number): Memory =>
  new Map([...servicesOf(platform), ['platform', processOf(platform)]]);

/** What garbage may wait for its collector. */
const settlesWithinMs = 20_000;

/** No process that has lived since then has grown beyond reason. */
export const noGrowth = async (before: Memory, platform: number): Promise<string[]> => {
  await eventually('memory as before', async () => gained(before, platform).length === 0, settlesWithinMs).catch(
    () => undefined,
  );
  return gained(before, platform);
};

const gained = (before: Memory, platform: number): string[] =>
  [...memoryOf(platform)].flatMap(([name, { pid, megabytes }]) => {
    const then = before.get(name);
    if (then?.pid !== pid) return [];
    const more = megabytes - then.megabytes;
    return more > mostGainedMegabytes ? [`${name} gained ${more.toFixed(0)} MB over ${then.megabytes.toFixed(0)}`] : [];
  });
