import 'reflect-metadata';
export { GatewayConfig } from './config.js';
export { startGateway } from './start.js';
