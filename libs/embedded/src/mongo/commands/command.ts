import { type Catalog } from '../catalog/catalog.js';
import { type Collection } from '../catalog/collection.js';
import { type Keyspace } from '../keyspace/keyspace.js';
import { type Cursors } from '../query/cursors.js';
import { type Doc } from '../values/document.js';
import { type FailPoints } from './fail-points.js';
import { type Documents } from '../write/documents.js';

/** Everything commands work on. */
export interface Store {
  keyspace: Keyspace;
  catalog: Catalog;
  documents: Documents;
  cursors: Cursors;
  failPoints: FailPoints;
  /** Host and port under which clients reach this server. */
  address(): string;
}

/** A command taken apart. */
export interface Request {
  name: string;
  database: string;
  /** The collection the command is about, empty when it is about none. */
  target: string;
  ns: string;
  body: Doc;
  documents?: Buffer[];
  connectionId: number;
}

/**
 * A read answers from what is committed; a write runs alone, inside a job that is on disk before it is answered.
 * Either may first `prepare`, before the write's job begins.
 */
export type Command =
  | { kind: 'read'; prepare?: Prepare; run(store: Store, request: Request): Doc | Promise<Doc> }
  | { kind: 'write'; prepare?: Prepare; run(store: Store, request: Request): Doc };

type Prepare = (request: Request) => Promise<void>;

export type CommandTable = Readonly<Record<string, Command>>;

export const collectionOf = (store: Store, request: Request): Collection | undefined => store.catalog.find(request.ns);
