import type { Agent } from '../domain/agent.js';

/** Agents seen in the last day. Losing them all is harmless: heartbeats bring them back. */
export abstract class Agents {
  abstract put(agents: readonly Agent[]): Promise<void>;
  abstract all(): Promise<Agent[]>;
}
