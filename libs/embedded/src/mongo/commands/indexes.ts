import { type Collection, ID_INDEX, type Index, indexPrefix, MAX_INDEXES, MAX_SLOT } from '../catalog/collection.js';
import { MongoFailure } from '../failure.js';
import { under } from '../keyspace/keyspace.js';
import { anything, select } from '../query/select.js';
import { asDoc, asDocs, asText, type Doc, isDoc } from '../values/document.js';
import { sameValue } from '../values/order.js';
import { encode } from '../wire/bson.js';
import { collectionOf, type CommandTable, type Request, type Store } from './command.js';
import { needed } from './collections.js';
import { cursorOver } from './reads.js';
import { refuseBadName } from './writes.js';

const known = new Set(['v', 'name', 'key', 'unique', 'sparse', 'partialFilterExpression', 'expireAfterSeconds', 'ns']);

const directionOf = (path: string, way: unknown): number => {
  const direction = Number(way);
  if (typeof way === 'string' || !Number.isFinite(direction) || direction === 0)
    throw new MongoFailure('CannotCreateIndex', `index kind ${String(way)} on '${path}' is not supported: use 1 or -1`);
  return Math.sign(direction);
};

/** What a client asks for, read and checked. */
const indexFrom = (spec: Doc, slot: number): Index => {
  const key = Object.entries(asDoc(spec['key'])).map(([path, way]) => [path, directionOf(path, way)] as const);
  if (key.length === 0) throw new MongoFailure('CannotCreateIndex', 'Index keys cannot be an empty object');
  const expireAfterSeconds = spec['expireAfterSeconds'];
  if (expireAfterSeconds !== undefined && key.length > 1)
    throw new MongoFailure(
      'CannotCreateIndex',
      'TTL indexes are single-field indexes, compound indexes do not support TTL',
    );
  const name = asText(spec['name']) || key.map(([path, way]) => `${path}_${way}`).join('_');
  return {
    name,
    key: Object.fromEntries(key),
    unique: spec['unique'] === true,
    sparse: spec['sparse'] === true,
    ...(isDoc(spec['partialFilterExpression']) ? { partialFilterExpression: spec['partialFilterExpression'] } : {}),
    ...(typeof expireAfterSeconds === 'number' ? { expireAfterSeconds } : {}),
    slot,
    multikey: false,
    extra: Object.fromEntries(Object.entries(spec).filter(([option]) => !known.has(option))),
  };
};

const described = (index: Index): Doc => ({
  v: 2,
  key: index.key,
  name: index.name,
  ...(index.unique ? { unique: true } : {}),
  ...(index.sparse ? { sparse: true } : {}),
  ...(index.partialFilterExpression ? { partialFilterExpression: index.partialFilterExpression } : {}),
  ...(index.expireAfterSeconds === undefined ? {} : { expireAfterSeconds: index.expireAfterSeconds }),
  ...index.extra,
});

const sameKey = (a: Index, b: Index): boolean => JSON.stringify(a.key) === JSON.stringify(b.key);
const samePartial = (a: Index, b: Index): boolean =>
  sameValue(a.partialFilterExpression ?? null, b.partialFilterExpression ?? null);

/** The index that stands in the way of `wanted`, if it is the very same one; otherwise the refusal. */
const existing = (collection: Collection, wanted: Index): Index | undefined => {
  const byName = collection.indexes.find(({ name }) => name === wanted.name);
  const byKey = collection.indexes.find(index => sameKey(index, wanted) && samePartial(index, wanted));
  const found = byName ?? byKey;
  if (!found) return undefined;
  const same = sameValue({ ...described(found), name: '' }, { ...described(wanted), name: '' });
  if (byName && (!sameKey(found, wanted) || !same))
    throw new MongoFailure(
      'IndexKeySpecsConflict',
      `An existing index has the same name as the requested index. Requested index: ${JSON.stringify(described(wanted))}, existing index: ${JSON.stringify(described(found))}`,
    );
  if (!byName)
    throw new MongoFailure(
      'IndexOptionsConflict',
      `Index already exists with a different name or options: ${found.name}`,
    );
  return found;
};

const isIdIndex = (spec: Doc): boolean => JSON.stringify(Object.keys(asDoc(spec['key']))) === '["_id"]';

const build = (store: Store, collection: Collection, spec: Doc): void => {
  if (isIdIndex(spec)) return;
  const index = indexFrom(spec, collection.nextSlot);
  if (existing(collection, index)) return;
  if (collection.indexes.length + 1 >= MAX_INDEXES)
    throw new MongoFailure('CannotCreateIndex', `add index fails, too many indexes for ${collection.ns}`);
  if (index.slot > MAX_SLOT)
    throw new MongoFailure(
      'CannotCreateIndex',
      `${collection.ns} has had ${MAX_SLOT} indexes: copy it to a new collection`,
    );
  try {
    store.documents.fill(collection, index, select(store.keyspace, collection, anything));
  } catch (thrown) {
    store.keyspace.removeAll(under(indexPrefix(collection, index)));
    throw thrown;
  }
  collection.indexes.push(index);
  collection.nextSlot += 1;
  store.catalog.save(collection);
};

const createIndexes = (store: Store, request: Request): Doc => {
  refuseBadName(request);
  const createdCollectionAutomatically = collectionOf(store, request) === undefined;
  const collection = store.catalog.ensure(request.ns);
  const numIndexesBefore = collection.indexes.length + 1;
  for (const spec of asDocs(request.body['indexes'])) build(store, collection, spec);
  return { numIndexesBefore, numIndexesAfter: collection.indexes.length + 1, createdCollectionAutomatically };
};

const named = (collection: Collection, wanted: unknown): Index => {
  const found = collection.indexes.find(({ name, key }) =>
    isDoc(wanted) ? JSON.stringify(key) === JSON.stringify(wanted) : name === wanted,
  );
  if (found) return found;
  if (wanted === ID_INDEX) throw new MongoFailure('InvalidOptions', 'cannot drop _id index');
  throw new MongoFailure(
    'IndexNotFound',
    `index not found with name [${isDoc(wanted) ? JSON.stringify(wanted) : String(wanted)}]`,
  );
};

const dropIndexes = (store: Store, request: Request): Doc => {
  const collection = needed(store, request);
  const nIndexesWas = collection.indexes.length + 1;
  const wanted = request.body['index'];
  const gone = wanted === '*' ? [...collection.indexes] : [wanted].flat().map(one => named(collection, one));
  for (const index of gone) store.keyspace.removeAll(under(indexPrefix(collection, index)));
  collection.indexes = collection.indexes.filter(index => !gone.includes(index));
  store.catalog.save(collection);
  return { nIndexesWas };
};

const listIndexes = (store: Store, request: Request): Promise<Doc> => {
  const collection = needed(store, request);
  const listed = [{ v: 2, key: { _id: 1 }, name: ID_INDEX }, ...collection.indexes.map(described)];
  return cursorOver(store, request.ns, listed.map(encode), asDoc(request.body['cursor'])['batchSize']);
};

export const indexCommands: CommandTable = {
  createIndexes: { kind: 'write', run: createIndexes },
  dropIndexes: { kind: 'write', run: dropIndexes },
  deleteIndexes: { kind: 'write', run: dropIndexes },
  listIndexes: { kind: 'read', run: listIndexes },
};
