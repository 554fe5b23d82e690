export { type CacheEntry, CacheStore, type Opened, type Saved } from './cache-store.js';
export { type CacheKind, type CachePlace, cacheKinds, trusted, untrustedScope } from './cache-place.js';
export { entriesOf, newestFirst, type StoredCache } from './entries.js';
export { type CacheHead } from './head.js';
