import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  DrainConnector,
  type DrainConnectorReply,
  ListConnectors,
  type ListConnectorsReply,
  rpc,
} from '@switchyard/contracts';
import { KeepConnectors } from '../app/keep-connectors.js';

/** Who runs steps. */
@Controller()
export class ConnectorsResponder {
  constructor(private readonly keeping: KeepConnectors) {}

  @MessagePattern(rpc.execution.connectors)
  list(@Payload() _query: ListConnectors): Promise<ListConnectorsReply> {
    return this.keeping.list();
  }

  /** Answered after it is noted. */
  @MessagePattern(rpc.execution.drain)
  drain(@Payload() message: DrainConnector): Promise<DrainConnectorReply> {
    return this.keeping.drain(message);
  }
}
