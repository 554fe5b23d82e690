export * from './nats/index.js';
export * from './mongo/index.js';
export { findMongod, type Mongod, startMongod } from './mongod/mongod.js';
