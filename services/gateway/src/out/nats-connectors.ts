import type { Bus } from '@switchyard/bus';
import {
  type ConnectorView,
  type DrainConnector,
  type DrainConnectorReply,
  type ListConnectorsReply,
  type ListDeployments,
  type ListDeploymentsReply,
  rpc,
} from '@switchyard/contracts';
import { ConnectorService, DeploymentService } from '../app/connectors/ports.js';
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

export class NatsDeployments extends DeploymentService {
  constructor(private readonly bus: Bus) {
    super();
  }

  list(query: Omit<ListDeployments, 'v'>): Promise<ListDeploymentsReply> {
    return this.bus.call(rpc.execution.deployments, { v: 1, ...query }, patience);
  }
}
