import 'reflect-metadata';
import { ConnectorConfig } from '@switchyard/connector-kit';
import { runMain } from '@switchyard/http';

void runMain('connector-null', ConnectorConfig, process.env, async config =>
  (await import('./index.js')).startNullConnector(config),
);
