// Each operation of the unified format as a call of the driver.
import { optionsOf } from './entities.mjs';

/** Splits the arguments of an operation into those named here, in order, and the options. */
const call =
  (method, ...names) =>
  (object, args) => {
    const options = { ...args };
    const positional = names.map(name => {
      const value = options[name];
      delete options[name];
      return value;
    });
    return object[method](...positional, options);
  };
const listed =
  (...parameters) =>
  async (object, args) =>
    call(...parameters)(object, args).toArray();

/** The driver answers the document unless it is asked for everything. */
const findOneAnd =
  (method, ...names) =>
  (object, { returnDocument, ...args }) =>
    call(
      method,
      'filter',
      ...names,
    )(object, { ...args, ...(returnDocument ? { returnDocument: returnDocument.toLowerCase() } : {}) });

const clientModel = model => {
  const [[name, fields]] = Object.entries(model);
  return { name, ...fields };
};

const clientBulkWrite = async (client, { models, ...options }) => {
  const result = await client.bulkWrite(models.map(clientModel), options);
  return bulkResult(result);
};

export const bulkResult = result =>
  result && {
    insertedCount: result.insertedCount,
    upsertedCount: result.upsertedCount,
    matchedCount: result.matchedCount,
    modifiedCount: result.modifiedCount,
    deletedCount: result.deletedCount,
    insertResults: result.insertResults,
    updateResults: withoutNulls(result.updateResults),
    deleteResults: result.deleteResults,
    insertedIds: result.insertedIds,
    upsertedIds: result.upsertedIds,
  };

/** The driver adds `didUpsert` and a null id, which the format does not know. */
const withoutNulls = results =>
  results && Object.fromEntries([...results].map(([at, result]) => [at, specified(result)]));

const specified = ({ didUpsert: _, upsertedId, ...rest }) => (upsertedId == null ? rest : { ...rest, upsertedId });

const updated = (method, name) => async (object, args) => specified(await call(method, 'filter', name)(object, args));

const modifyCollection = (database, { collection, ...options }) =>
  database.command({ collMod: collection, ...options });

const cursorStep = async cursor => {
  const document = await cursor.next();
  if (document === null) throw new Error('the cursor has no more documents');
  return document;
};

export const operations = {
  aggregate: listed('aggregate', 'pipeline'),
  bulkWrite: async (object, args) => bulkResult(await call('bulkWrite', 'requests')(object, args)),
  clientBulkWrite,
  close: object => object.close(),
  count: call('count', 'filter'),
  countDocuments: call('countDocuments', 'filter'),
  createCollection: call('createCollection', 'collection'),
  createFindCursor: (object, args) => call('find', 'filter')(object, args),
  createIndex: call('createIndex', 'keys'),
  deleteMany: call('deleteMany', 'filter'),
  deleteOne: call('deleteOne', 'filter'),
  distinct: call('distinct', 'fieldName', 'filter'),
  dropCollection: (database, { collection, ...options }) =>
    database.dropCollection(collection, options).catch(error => {
      if (error.code !== 26) throw error;
      return false;
    }),
  dropIndex: call('dropIndex', 'name'),
  estimatedDocumentCount: (object, args) => object.estimatedDocumentCount(args),
  find: listed('find', 'filter'),
  findOne: call('findOne', 'filter'),
  findOneAndDelete: findOneAnd('findOneAndDelete'),
  findOneAndReplace: findOneAnd('findOneAndReplace', 'replacement'),
  findOneAndUpdate: findOneAnd('findOneAndUpdate', 'update'),
  insertMany: call('insertMany', 'documents'),
  insertOne: call('insertOne', 'document'),
  iterateOnce: cursor => cursor.tryNext(),
  iterateUntilDocumentOrError: cursorStep,
  listCollections: (database, { filter, ...options }) => database.listCollections(filter, options).toArray(),
  listDatabases: (client, args) => client.db('admin').admin().listDatabases(args),
  listIndexes: (collection, args) => collection.listIndexes(args).toArray(),
  modifyCollection,
  rename: call('rename', 'to'),
  replaceOne: updated('replaceOne', 'replacement'),
  runCommand: (database, { command, commandName: _, ...options }) => database.command(command, options),
  updateMany: updated('updateMany', 'update'),
  updateOne: updated('updateOne', 'update'),
};

const testRunner = {
  failPoint: (entities, { client, failPoint }) => entities.get(client).db('admin').command(failPoint),
  createEntities: (entities, args) => entities.create(args.entities),
  assertCollectionExists: async (entities, { databaseName, collectionName }, client) => {
    const found = await client.db(databaseName).listCollections({ name: collectionName }).toArray();
    if (found.length === 0) throw new Error(`${databaseName}.${collectionName} does not exist`);
  },
};

/** Runs one operation on the entity it names. */
export const runOperation = async (operation, entities, client) => {
  const { object, name, arguments: given = {} } = operation;
  if (object === 'testRunner') {
    if (!testRunner[name]) throw new Error(`unknown operation testRunner.${name}`);
    return testRunner[name](entities, given, client);
  }
  if (!operations[name]) throw new Error(`unknown operation ${name}`);
  const args = { ...optionsOf(given), ...(given.session ? { session: entities.get(given.session) } : {}) };
  const result = await operations[name](entities.get(object), args);
  if (operation.saveResultAsEntity) entities.set(operation.saveResultAsEntity, result);
  return result;
};
