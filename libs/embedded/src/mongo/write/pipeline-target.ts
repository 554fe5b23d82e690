import { type Catalog } from '../catalog/catalog.js';
import { type Collection, ID_INDEX } from '../catalog/collection.js';
import { duplicateKey } from './duplicate-key.js';
import { MongoFailure } from '../failure.js';
import { type Keyspace } from '../keyspace/keyspace.js';
import { anything, type Match, select } from '../query/select.js';
import { applyUpdate } from '../update/update.js';
import { asDoc, asText, type Doc, isDoc } from '../values/document.js';
import { valuesAt } from '../values/path.js';
import { type Documents } from './documents.js';

interface Stores {
  keyspace: Keyspace;
  catalog: Catalog;
  documents: Documents;
}

const nsOf = (target: unknown, database: string): string =>
  isDoc(target) ? `${asText(target['db']) || database}.${asText(target['coll'])}` : `${database}.${asText(target)}`;

/** `$out`: the results replace the collection. */
export const writeOut = (stores: Stores, database: string, spec: unknown, results: readonly Doc[]): void => {
  const collection = stores.catalog.ensure(nsOf(spec, database));
  for (const match of select(stores.keyspace, collection, anything)) stores.documents.remove(collection, match);
  for (const doc of results) stores.documents.insert(collection, doc);
};

type WhenMatched = (match: Match, doc: Doc, variables: Doc) => Doc;

const merging: Record<string, WhenMatched | undefined> = {
  merge: (match, doc) => ({ ...match.doc, ...doc }),
  replace: (match, doc) => ({ ...doc, _id: match.doc['_id'] }),
  keepExisting: undefined,
};

const byPipeline =
  (pipeline: unknown[]): WhenMatched =>
  (match, doc, variables) =>
    applyUpdate(match.doc, {
      change: pipeline,
      filter: {},
      arrayFilters: [],
      multi: false,
      variables: { ...variables, new: doc },
      now: new Date(),
    });

const mergerOf = (whenMatched: unknown): WhenMatched | undefined => {
  if (Array.isArray(whenMatched)) return byPipeline(whenMatched);
  if (whenMatched === 'fail') return undefined;
  const name = asText(whenMatched) || 'merge';
  if (!(name in merging)) throw new MongoFailure('BadValue', `unknown whenMatched mode ${name}`);
  return merging[name];
};

/** `$merge`: each result is joined with the document of the same key, or inserted. */
export const mergeInto = (stores: Stores, database: string, given: unknown, results: readonly Doc[]): void => {
  const spec = isDoc(given) ? given : { into: given };
  const collection = stores.catalog.ensure(nsOf(spec['into'], database));
  const on = [spec['on'] ?? '_id'].flat().map(String);
  const merge = mergerOf(spec['whenMatched']);
  for (const doc of results) {
    const filter = Object.fromEntries(on.map(path => [path, valuesAt(doc, path)[0] ?? null]));
    const [match] =
      '_id' in doc || spec['on'] ? select(stores.keyspace, collection, { ...anything, filter, limit: 1 }) : [];
    if (match && spec['whenMatched'] === 'fail')
      throw duplicateKey(collection, { name: ID_INDEX, key: Object.fromEntries(on.map(path => [path, 1])) }, doc);
    if (match) mergeOne(stores, collection, match, merge && (() => merge(match, doc, asDoc(spec['let']))));
    else insertUnmatched(stores, collection, doc, spec['whenNotMatched']);
  }
};

const mergeOne = (stores: Stores, collection: Collection, match: Match, change: (() => Doc) | undefined): void => {
  if (change) stores.documents.replace(collection, match, change);
};

const insertUnmatched = (stores: Stores, collection: Collection, doc: Doc, mode: unknown): void => {
  if (mode === 'discard') return;
  if (mode === 'fail')
    throw new MongoFailure('BadValue', '$merge could not find a matching document in the target collection');
  stores.documents.insert(collection, doc);
};
