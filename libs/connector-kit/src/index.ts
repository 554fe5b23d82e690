export { Around, type Surrounding } from './around/around.js';
export { GrowingFile } from './around/growing-file.js';
export { LogOfParts } from './around/log-of-parts.js';
export * from './config.js';
export * from './connector.js';
export { lockDirectory } from './directory-lock.js';
export { type Stop, unstartedReasons } from './around/stop.js';
export { keepJson, readJson, writeDurably } from './durable-file.js';
export { makeOutputFile, withOutputs } from './outputs.js';
export {
  partOf,
  prepareShim,
  readAcross,
  ringOf,
  type RunningShim,
  type Shim,
  type ShimOutcome,
  type SpoolReader,
} from './shim/index.js';
export { locked } from './source/file-lock.js';
export { startConnector } from './start-connector.js';
