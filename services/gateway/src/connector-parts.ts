import type { Provider } from '@nestjs/common';
import { ConnectorService } from './app/connectors/ports.js';
import { ConnectorsController } from './in/connectors/connectors.controller.js';

export const connectorControllers = [ConnectorsController];

export const connectorProviders = (connectors: ConnectorService): Provider[] => [
  { provide: ConnectorService, useValue: connectors },
];
