export { Around, type Surrounding } from './around/around.js';
export * from './config.js';
export * from './connector.js';
export { lockDirectory } from './directory-lock.js';
export { makeOutputFile, withOutputs } from './outputs.js';
export { prepareShim, type RunningShim, type Shim, type ShimOutcome, type SpoolReader } from './shim/index.js';
export { startConnector } from './start-connector.js';
