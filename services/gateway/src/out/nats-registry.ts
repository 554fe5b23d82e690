import type { Bus } from '@switchyard/bus';
import { type AgentView, type ListAgentsReply, rpc } from '@switchyard/contracts';
import type { Millis } from '@switchyard/kernel';
import { BusHealth, RegistryService } from '../app/ports.js';

export class NatsRegistry extends RegistryService {
  constructor(private readonly bus: Bus) {
    super();
  }

  async agents(): Promise<AgentView[]> {
    return (await this.bus.call<ListAgentsReply>(rpc.registry.list, { v: 1 })).agents;
  }
}

export class NatsHealth extends BusHealth {
  constructor(private readonly bus: Bus) {
    super();
  }

  ping(): Promise<Millis> {
    return this.bus.rtt();
  }
}
