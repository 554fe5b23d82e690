import type { ConnectorView, DrainConnector, DrainConnectorReply } from '@switchyard/contracts';

/** Who runs steps. */
export abstract class ConnectorService {
  abstract list(): Promise<ConnectorView[]>;
  /** Resolves when it is noted. */
  abstract drain(wish: Omit<DrainConnector, 'v'>): Promise<DrainConnectorReply>;
}
