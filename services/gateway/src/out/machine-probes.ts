import { statfs } from 'node:fs/promises';
import { freemem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import type { Probe } from '../app/check-health.js';
import type { GatewayConfig } from '../config.js';

const megabyte = 1_048_576;
/** Beyond it the process is about to fall. */
const mostOfHeap = 0.95;

/** What the process itself knows of its machine. */
export const probesOf = ({ DISK_PATH, LEAST_DISK_MB }: Pick<GatewayConfig, 'DISK_PATH' | 'LEAST_DISK_MB'>) =>
  ({
    /** Its latency is how long work waits for its turn. */
    application: async () => {
      await new Promise(resolve => setImmediate(resolve));
      return `up for ${Math.floor(process.uptime())} s`;
    },
    /** Nothing is kept elsewhere: what is remembered lives in this process. */
    cache: async () => 'in this process',
    disk: async () => {
      const { bavail, bsize } = await statfs(DISK_PATH);
      const free = Math.floor((bavail * bsize) / megabyte);
      if (free < LEAST_DISK_MB) throw new Error(`${free} MB are free, and ${LEAST_DISK_MB} is the least`);
      return `${free} MB free`;
    },
    memory: async () => {
      const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
      const said = `${Math.round(used / megabyte)} of ${Math.round(limit / megabyte)} MB of the heap used, ${Math.round(freemem() / megabyte)} MB free`;
      if (used > limit * mostOfHeap) throw new Error(said);
      return said;
    },
  }) satisfies Record<string, Probe>;
