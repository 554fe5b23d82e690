import { statfs } from 'node:fs/promises';
import { freemem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import { nextTurn } from '@switchyard/kernel';
import type { Counters } from '@switchyard/store';
import type { Probe } from '../app/ports.js';

const megabyte = 1_048_576;
/** Beyond it the process is about to fall. */
const mostOfHeap = 0.95;

/**
 * What the process itself knows of its machine.
 * @param disk a folder on the disk whose free space counts, and the megabytes that must be free there
 * @param cache where counters are
 */
export const probesOf = (disk: { path: string; leastMegabytes: number }, cache: Pick<Counters, 'ping'>) =>
  ({
    /** Its latency is how long work waits for its turn. */
    application: async () => {
      await nextTurn();
      return `up for ${Math.floor(process.uptime())} s`;
    },
    cache: () => cache.ping(),
    disk: async () => {
      const { bavail, bsize } = await statfs(disk.path);
      const free = Math.floor((bavail * bsize) / megabyte);
      if (free < disk.leastMegabytes) throw new Error(`${free} MB are free, and ${disk.leastMegabytes} is the least`);
      return `${free} MB free`;
    },
    memory: async () => {
      const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
      const said = `${Math.round(used / megabyte)} of ${Math.round(limit / megabyte)} MB of the heap used, ${Math.round(freemem() / megabyte)} MB free`;
      if (used > limit * mostOfHeap) throw new Error(said);
      return said;
    },
  }) satisfies Record<string, Probe>;
