import 'reflect-metadata';
export { ServiceRegistryConfig } from './config.js';
export { startServiceRegistry } from './start.js';
