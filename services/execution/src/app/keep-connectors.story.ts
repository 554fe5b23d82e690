import type { ConnectorType, SessionId } from '@switchyard/contracts';
import { type Drain, Drains, Nudge } from './ports.js';

export class MemoryDrains extends Drains {
  readonly kept = new Map<string, Drain>();

  async find(machine: string): Promise<Drain | undefined> {
    return this.kept.get(machine);
  }

  async among(machines: string[]): Promise<Drain[]> {
    return [...this.kept.values()].filter(({ machine }) => machines.includes(machine));
  }

  async put(drain: Drain): Promise<void> {
    if (!this.kept.has(drain.machine)) this.kept.set(drain.machine, drain);
  }

  async remove(machine: string): Promise<void> {
    this.kept.delete(machine);
  }
}

export class NotedNudges extends Nudge {
  readonly told: SessionId[] = [];

  beat(_connector: ConnectorType, session: SessionId): void {
    this.told.push(session);
  }
}
