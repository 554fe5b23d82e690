import 'reflect-metadata';
import { runMain } from '@switchyard/http';
import { ServiceRegistryConfig } from './config.js';

void runMain('service-registry', ServiceRegistryConfig, process.env, async config =>
  (await import('./start.js')).startServiceRegistry(config),
);
