import 'reflect-metadata';
import { runMain } from '@switchyard/http';
import { GatewayConfig } from './config.js';

void runMain('gateway', GatewayConfig, process.env, async config => (await import('./start.js')).startGateway(config));
