import { UUID } from 'bson';
import { type Collection, databaseOf, documentsPrefix, ID_INDEX, nameOf } from '../catalog/collection.js';
import { MongoFailure } from '../failure.js';
import { under } from '../keyspace/keyspace.js';
import { compileMatcher } from '../query/matcher.js';
import { asDoc, asText, type Doc, isDoc } from '../values/document.js';
import { encode } from '../wire/bson.js';
import { collectionOf, type CommandTable, type Request, type Store } from './command.js';
import { cursorOver } from './reads.js';
import { refuseBadName } from './writes.js';

/** Fields of a command that are about the request, not about what it makes. */
const requestFields = new Set(['lsid', 'txnNumber', 'writeConcern', 'comment', 'maxTimeMS', 'apiVersion']);
const optionsOf = (body: Doc): Doc => {
  const [, ...rest] = Object.entries(body);
  return Object.fromEntries(rest.filter(([name]) => !name.startsWith('$') && !requestFields.has(name)));
};

const create = (store: Store, request: Request): Doc => {
  refuseBadName(request);
  const options = optionsOf(request.body);
  const known = collectionOf(store, request);
  if (options['timeseries'] !== undefined || options['capped'] === true)
    throw new MongoFailure('InvalidOptions', 'time series and capped collections are not supported');
  if (known && JSON.stringify(known.options) !== JSON.stringify(options))
    throw new MongoFailure('NamespaceExists', `Collection ${request.ns} already exists with other options`);
  refuseSchema(options['validator']);
  store.catalog.ensure(request.ns, options);
  return {};
};

const drop = (store: Store, request: Request): Doc => {
  const collection = collectionOf(store, request);
  if (!collection) return { ns: request.ns };
  const nIndexesWas = collection.indexes.length + 1;
  store.catalog.drop(collection);
  return { nIndexesWas, ns: request.ns };
};

const dropDatabase = (store: Store, { database }: Request): Doc => {
  for (const collection of store.catalog.inDatabase(database)) store.catalog.drop(collection);
  return { dropped: database };
};

const renameCollection = (store: Store, { body }: Request): Doc => {
  const [from, to] = [asText(body['renameCollection']), asText(body['to'])];
  const collection = store.catalog.find(from);
  const existing = store.catalog.find(to);
  if (!collection) throw new MongoFailure('NamespaceNotFound', `Source collection ${from} does not exist`);
  if (existing && body['dropTarget'] !== true)
    throw new MongoFailure('NamespaceExists', `target namespace exists: ${to}`);
  refuseBadName({ ns: to, target: nameOf(to) });
  if (existing) store.catalog.drop(existing);
  store.catalog.rename(collection, to);
  return {};
};

const collMod = (store: Store, request: Request): Doc => {
  const collection = needed(store, request);
  changeValidator(store, collection, request.body);
  const change = asDoc(request.body['index']);
  if (Object.keys(change).length === 0) return {};
  const wanted = JSON.stringify(change['keyPattern']);
  const index = collection.indexes.find(({ name, key }) => name === change['name'] || JSON.stringify(key) === wanted);
  if (!index) throw new MongoFailure('IndexNotFound', `cannot find index in ${request.ns}`);
  if (typeof change['expireAfterSeconds'] !== 'number') return {};
  const before = index.expireAfterSeconds;
  index.expireAfterSeconds = change['expireAfterSeconds'];
  store.catalog.save(collection);
  return { expireAfterSeconds_old: before, expireAfterSeconds_new: index.expireAfterSeconds };
};

const validatorOptions = ['validator', 'validationLevel', 'validationAction'];

const changeValidator = (store: Store, collection: Collection, body: Doc): void => {
  const changes = Object.entries(body).filter(([name]) => validatorOptions.includes(name));
  if (changes.length === 0) return;
  refuseSchema(body['validator']);
  collection.options = { ...collection.options, ...Object.fromEntries(changes) };
  store.catalog.save(collection);
};

const refuseSchema = (validator: unknown): void => {
  if (isDoc(validator) && '$jsonSchema' in validator)
    throw new MongoFailure('InvalidOptions', 'validators with $jsonSchema are not supported: use query operators');
};

export const needed = (store: Store, request: Request): Collection => {
  const collection = collectionOf(store, request);
  if (collection) return collection;
  throw new MongoFailure('NamespaceNotFound', `ns does not exist: ${request.ns}`);
};

const described = (collection: Collection): Doc => ({
  name: nameOf(collection.ns),
  type: collection.options['viewOn'] === undefined ? 'collection' : 'view',
  options: collection.options,
  info: { readOnly: false, uuid: new UUID(collection.uuid) },
  idIndex: { v: 2, key: { _id: 1 }, name: ID_INDEX },
});

const listCollections = (store: Store, { database, body }: Request): Promise<Doc> => {
  const matches = compileMatcher(asDoc(body['filter']));
  const listed = store.catalog.inDatabase(database).map(described).filter(matches);
  const ns = `${database}.$cmd.listCollections`;
  return cursorOver(store, ns, listed.map(encode), asDoc(body['cursor'])['batchSize']);
};

const listDatabases = (store: Store, { body }: Request): Doc => {
  const names = [...new Set(store.catalog.all().map(({ ns }) => databaseOf(ns)))].sort();
  const matches = compileMatcher(asDoc(body['filter']));
  const databases = names.map(name => ({ name, sizeOnDisk: 0, empty: false })).filter(matches);
  return body['nameOnly'] === true
    ? { databases: databases.map(({ name }) => ({ name })) }
    : { databases, totalSize: 0, totalSizeMb: 0 };
};

const collStats = (store: Store, request: Request): Doc => {
  const collection = collectionOf(store, request);
  const count = collection ? store.keyspace.count(under(documentsPrefix(collection))) : 0;
  return { ns: request.ns, count, nindexes: collection ? collection.indexes.length + 1 : 0, size: 0 };
};

const dbStats = (store: Store, { database }: Request): Doc => ({
  db: database,
  collections: store.catalog.inDatabase(database).length,
});

export const collectionCommands: CommandTable = {
  create: { kind: 'write', run: create },
  drop: { kind: 'write', run: drop },
  dropDatabase: { kind: 'write', run: dropDatabase },
  renameCollection: { kind: 'write', run: renameCollection },
  collMod: { kind: 'write', run: collMod },
  listCollections: { kind: 'read', run: listCollections },
  listDatabases: { kind: 'read', run: listDatabases },
  collStats: { kind: 'read', run: collStats },
  dbStats: { kind: 'read', run: dbStats },
};
