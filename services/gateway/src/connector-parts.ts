import type { Provider } from '@nestjs/common';
import { ConnectorService, DeploymentService } from './app/connectors/ports.js';
import { ConnectorsController } from './in/connectors/connectors.controller.js';
import { DeploymentsController } from './in/connectors/deployments.controller.js';

export const connectorControllers = [ConnectorsController, DeploymentsController];

export const connectorProviders = (connectors: ConnectorService, deployments: DeploymentService): Provider[] => [
  { provide: ConnectorService, useValue: connectors },
  { provide: DeploymentService, useValue: deployments },
];
