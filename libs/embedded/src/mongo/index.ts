export { type EmbeddedStore, type EmbeddedStoreOptions, startEmbeddedStore } from './embedded-store.js';
