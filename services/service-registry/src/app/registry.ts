import type { AgentView, Heartbeat } from '@switchyard/contracts';
import { type Clock, type Millis, reach } from '@switchyard/kernel';
import { type Agent, viewOf } from '../domain/agent.js';
import type { Agents } from './ports.js';

/** Those that were heard of since are written together, at most this often; one that is new is written at once. */
const writeEveryMs: Millis = 10_000;
/** A process silent for this long is forgotten. */
const keptMs: Millis = 86_400_000;

/** Who lives, from heartbeats. */
export class Registry {
  private readonly seen = new Map<string, Agent>();
  /** Heard of, and not written since. */
  private readonly unwritten = new Map<string, Agent>();
  private writtenAt: Millis = 0;

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
    const isNew = !this.seen.has(facts.instance);
    this.seen.set(facts.instance, agent);
    this.unwritten.set(facts.instance, agent);
    if (!isNew && Math.abs(now - this.writtenAt) < writeEveryMs) return;
    this.writtenAt = now;
    const agents = [...this.unwritten.values()];
    this.unwritten.clear();
    reach('registry.note.beforePut');
    await this.agents.put(agents);
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
    this.unwritten.delete(instance);
  }
}
