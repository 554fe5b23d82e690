import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { ListAgents, type ListAgentsReply, rpc } from '@switchyard/contracts';
import { Registry } from '../app/registry.js';

@Controller()
export class RegistryResponder {
  constructor(private readonly registry: Registry) {}

  @MessagePattern(rpc.registry.list)
  list(@Payload() _query: ListAgents): ListAgentsReply {
    return { agents: this.registry.list() };
  }
}
