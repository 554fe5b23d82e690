import { type Doc } from '../values/document.js';
import { u32 } from '../values/key.js';

/** What `createIndexes` was asked for, and where its entries lie. */
export interface Index {
  name: string;
  /** Field path to 1 or -1, in order. */
  key: Record<string, number>;
  unique: boolean;
  sparse: boolean;
  partialFilterExpression?: Doc;
  expireAfterSeconds?: number;
  /** The part of the key space, unique within the collection and never used again. */
  slot: number;
  /** Whether any document has, or had, more than one entry. */
  multikey: boolean;
  /** Options kept only to be listed again. */
  extra: Doc;
}

export interface Collection {
  /** Database and name, joined by the first dot. */
  ns: string;
  id: number;
  uuid: string;
  options: Doc;
  indexes: Index[];
  nextSlot: number;
}

const DOCUMENTS = 0;

/** Where the documents of a collection lie. */
export const documentsPrefix = (collection: Collection): Buffer =>
  Buffer.concat([u32(collection.id), Buffer.from([DOCUMENTS])]);
export const documentKey = (collection: Collection, id: Buffer): Buffer =>
  Buffer.concat([documentsPrefix(collection), id]);

/** Where the entries of an index lie. */
export const indexPrefix = (collection: Collection, index: Index): Buffer =>
  Buffer.concat([u32(collection.id), Buffer.from([index.slot])]);

/** The keys of one index entry may be this long together, so that the document's own key fits behind them. */
const ENTRY_BYTES = 1600;
export const fieldLimit = (index: Index): number => Math.floor(ENTRY_BYTES / Object.keys(index.key).length);

export const ID_INDEX = '_id_';
/** The slot is one byte and 0 holds the documents. */
export const MAX_SLOT = 255;
/** As in MongoDB, with the one on `_id`. */
export const MAX_INDEXES = 64;

export const databaseOf = (ns: string): string => ns.slice(0, ns.indexOf('.'));
export const nameOf = (ns: string): string => ns.slice(ns.indexOf('.') + 1);
