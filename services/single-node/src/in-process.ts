import type { Host } from './platform.js';

/** All services in this process. */
export const inProcess: Host = {
  start: async (part, environment) => (await part.load())(environment),
};
