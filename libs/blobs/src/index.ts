export { type Blob, type BlobFacts, BlobStore, type ByteRange, type PutOptions } from './blob-store.js';
export { checkKey } from './blob-key.js';
export { findFiles, type FindOptions, type FoundFile } from './files/find-files.js';
export { packFiles } from './files/pack-files.js';
export { unpackFiles, type UnpackLimits, type Unpacked } from './files/unpack-files.js';
export { LazyBlobStore } from './lazy-blob-store.js';
export { type BlobTools, openBlobStore } from './open-blob-store.js';
