import { type Catalog } from '../catalog/catalog.js';
import { type Collection } from '../catalog/collection.js';
import { type Keyspace } from '../keyspace/keyspace.js';
import { type Match, type Query, select } from '../query/select.js';
import { touchedPaths } from '../update/touched.js';
import { spliced } from '../update/splice.js';
import { applyUpdate, kindOf, plainSets, type UpdateRequest } from '../update/update.js';
import { upserted } from '../update/upsert.js';
import { asDoc, asDocs, type Doc } from '../values/document.js';
import { type Documents } from './documents.js';

export interface UpdateStatement {
  query: Query;
  request: UpdateRequest;
  upsert: boolean;
}

/** What an update did. */
export interface Updated {
  matched: number;
  modified: number;
  /** The document an upsert inserted. */
  upserted?: Doc;
}

interface Stores {
  keyspace: Keyspace;
  catalog: Catalog;
  documents: Documents;
}

/** The update in a statement of an update command, a bulk write or findAndModify. */
export const updateRequest = (statement: Doc, filter: Doc, change: unknown, variables: Doc): UpdateRequest => ({
  change,
  filter,
  arrayFilters: asDocs(statement['arrayFilters']),
  multi: statement['multi'] === true,
  variables: { ...variables, ...asDoc(statement['c']) },
  now: new Date(),
});

/** Updates what the query finds, or inserts what it demands. */
export const update = (stores: Stores, ns: string, statement: UpdateStatement): Updated => {
  const collection = stores.catalog.find(ns);
  const matches = collection ? select(stores.keyspace, collection, statement.query) : [];
  if (!collection || matches.length === 0) {
    if (!statement.upsert) return { matched: 0, modified: 0 };
    return { matched: 0, modified: 0, upserted: insertDemanded(stores, ns, statement.request) };
  }
  const changed = matches.filter(match => replaceOne(stores, collection, match, statement.request) !== undefined);
  return { matched: matches.length, modified: changed.length };
};

export const insertDemanded = (stores: Stores, ns: string, request: UpdateRequest): Doc =>
  stores.documents.insert(stores.catalog.ensure(ns), upserted(request)).doc;

/** Updates one found document; answers its new BSON, undefined when nothing changed. */
export const replaceOne = (
  stores: Stores,
  collection: Collection,
  match: Match,
  request: UpdateRequest,
): Buffer | undefined => {
  const { change } = request;
  const touched = kindOf(change) === 'operators' ? touchedPaths(asDoc(change)) : undefined;
  const sets = touched && plainSets(request);
  const raw = sets && spliced(match.raw, sets);
  if (raw) return stores.documents.put(collection, match, raw, touched);
  return stores.documents.replace(collection, match, doc => applyUpdate(doc, request), touched);
};
