import type { Host } from './parts.js';

/** All services in this process. */
export const inProcess: Host = {
  start: async (part, environment) => (await part.load())(environment),
};
