import type {
  ConnectorView,
  DrainConnector,
  DrainConnectorReply,
  ListDeployments,
  ListDeploymentsReply,
} from '@switchyard/contracts';

/** Who runs steps. */
export abstract class ConnectorService {
  abstract list(): Promise<ConnectorView[]>;
  /** Resolves when it is noted. */
  abstract drain(wish: Omit<DrainConnector, 'v'>): Promise<DrainConnectorReply>;
}

/** What steps did to environments. */
export abstract class DeploymentService {
  abstract list(query: Omit<ListDeployments, 'v'>): Promise<ListDeploymentsReply>;
}
