import type { Bus } from '@switchyard/bus';
import {
  type ConnectorView,
  type DrainConnector,
  type DrainConnectorReply,
  type ListConnectorsReply,
  rpc,
} from '@switchyard/contracts';
import { ConnectorService } from '../app/connectors/ports.js';
import { patience } from './patience.js';

export class NatsConnectors extends ConnectorService {
  constructor(private readonly bus: Bus) {
    super();
  }

  async list(): Promise<ConnectorView[]> {
    return (await this.bus.call<ListConnectorsReply>(rpc.execution.connectors, { v: 1 }, patience)).connectors;
  }

  drain(wish: Omit<DrainConnector, 'v'>): Promise<DrainConnectorReply> {
    return this.bus.call(rpc.execution.drain, { v: 1, ...wish }, patience);
  }
}
