export * from './nats/index.js';
export * from './mongo/index.js';
