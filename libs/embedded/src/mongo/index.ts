export { type EmbeddedStore, type EmbeddedStoreOptions, startEmbeddedStore } from './embedded-store.js';
export { startStoreThread, type StoreThread } from './store-thread.js';
