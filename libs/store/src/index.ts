export { Cache, LocalCache } from './cache.js';
export * from './in-time.js';
export { insertMissing, isAny, nativeOf } from './native.js';
export * from './open-store.js';
export { StoreClock } from './store-clock.js';
export { openCache } from './redis-cache.js';
export { type Copied, exportTo, importFrom } from './copy/copy.js';
export { type Count, Counters, LocalCounters } from './counters.js';
export { openCounters } from './redis-counters.js';
