import type { AgentView, Heartbeat } from '@switchyard/contracts';
import { type Clock, type Millis, reach } from '@switchyard/kernel';
import { type Agent, viewOf } from '../domain/agent.js';
import type { Agents } from './ports.js';

/** One agent is written at most this often. */
const writeEveryMs: Millis = 10_000;
/** A process silent for this long is forgotten. */
const keptMs: Millis = 86_400_000;

/** Who lives, from heartbeats. */
export class Registry {
  private readonly seen = new Map<string, Agent>();
  private readonly writtenAt = new Map<string, Millis>();

  constructor(
    private readonly agents: Agents,
    private readonly clock: Clock,
  ) {}

  /** What an earlier process had seen. */
  async restore(): Promise<void> {
    for (const agent of await this.agents.all())
      if (!this.seen.has(agent.facts.instance)) this.seen.set(agent.facts.instance, agent);
  }

  async note({ v: _, ...facts }: Heartbeat): Promise<void> {
    const now = this.clock.now();
    const agent: Agent = { facts, lastSeenAt: now };
    this.seen.set(facts.instance, agent);
    if (now - (this.writtenAt.get(facts.instance) ?? 0) < writeEveryMs) return;
    this.writtenAt.set(facts.instance, now);
    reach('registry.note.beforePut');
    await this.agents.put(agent);
    reach('registry.note.afterPut');
  }

  list(): AgentView[] {
    const now = this.clock.now();
    for (const [instance, agent] of this.seen) if (now - agent.lastSeenAt > keptMs) this.forget(instance);
    return [...this.seen.values()]
      .map(agent => viewOf(agent, now))
      .sort((a, b) => a.service.localeCompare(b.service) || a.startedAt.localeCompare(b.startedAt));
  }

  private forget(instance: string): void {
    this.seen.delete(instance);
    this.writtenAt.delete(instance);
  }
}
