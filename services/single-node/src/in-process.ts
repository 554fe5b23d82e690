import { inherited } from './config.js';
import type { Host } from './parts.js';

/** All services in this process, with the same settings as in processes of their own. */
export const inProcess: Host = {
  start: async (part, environment) => (await part.load())({ ...inherited(), ...environment }),
};
