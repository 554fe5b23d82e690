export * from './bus.js';
export { BytesReply, startBusService } from './bus-server.js';
export type { BusOptions } from './connection.js';
export * from './insist.js';
export type { BusMessage } from './message.js';
export { PullLoop, type PullOptions } from './pull-loop.js';
export type { Settlement } from './settlement.js';
export { StreamKeeper } from './stream-keeper.js';
