import 'reflect-metadata';
import { ConnectorConfig, startConnector } from '@switchyard/connector-kit';
import type { RunningService } from '@switchyard/kernel';
import { NullConnector } from './null.connector.js';

export { ConnectorConfig as NullConfig } from '@switchyard/connector-kit';

export const startNullConnector = (config: ConnectorConfig): Promise<RunningService> =>
  startConnector(config, new NullConnector());
