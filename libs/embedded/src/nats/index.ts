export { findNatsServer } from './find-server.js';
export { type NatsServer, type NatsServerOptions, startNatsServer } from './nats-server.js';
export { type BusUser, readPermissions } from './permissions.js';
