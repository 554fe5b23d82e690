import { MongoFailure } from '../failure.js';
import { loadEngine } from '../query/engine.js';
import { needsExpressions } from '../query/matcher.js';
import { variablesNeedEngine, variablesOf } from '../query/variables.js';
import { select } from '../query/select.js';
import { asDoc, asDocs, type Doc } from '../values/document.js';
import { update, updateRequest, type Updated } from '../write/update-matching.js';
import { collectionOf, type CommandTable, type Request, type Store } from './command.js';
import { queryOf } from './query-of.js';
import { runStatements, withErrors } from './statements.js';

const isOrdered = (body: Doc): boolean => body['ordered'] !== false;

/** The store without validators, for a write that asks to bypass them. */
export const bypassing = (store: Store, body: Doc): Store =>
  body['bypassDocumentValidation'] === true ? { ...store, documents: store.documents.unchecked() } : store;

export const refuseBadName = ({ ns, target }: { ns: string; target: string }): void => {
  if (
    target === '' ||
    target.includes('\0') ||
    target.startsWith('.') ||
    target.endsWith('.') ||
    target.startsWith('$')
  )
    throw new MongoFailure('InvalidNamespace', `Invalid collection name specified '${ns}'`);
};

const insert = (given: Store, request: Request): Doc => {
  const store = bypassing(given, request.body);
  refuseBadName(request);
  const documents = request.documents ?? asDocs(request.body['documents']);
  if (documents.length === 0) throw new MongoFailure('InvalidLength', 'an insert needs at least one document');
  const collection = store.catalog.ensure(request.ns);
  let n = 0;
  const errors = runStatements<Buffer | Doc>(documents, isOrdered(request.body), document => {
    store.documents.insert(collection, document);
    n += 1;
  });
  return withErrors({ n }, errors);
};

const updates = (given: Store, request: Request): Doc => {
  refuseBadName(request);
  const store = bypassing(given, request.body);
  const statements = asDocs(request.body['updates']);
  let [n, nModified] = [0, 0];
  const upserted: Doc[] = [];
  const variables = variablesOf(request.body['let']);
  const errors = runStatements(statements, isOrdered(request.body), (statement, index) => {
    const result: Updated = update(store, request.ns, {
      query: { ...queryOf(statement, statement['q']), limit: statement['multi'] === true ? 0 : 1, variables },
      request: updateRequest(statement, asDoc(statement['q']), statement['u'], variables),
      upsert: statement['upsert'] === true,
    });
    n += result.matched;
    nModified += result.modified;
    if (result.upserted) upserted.push({ index, _id: result.upserted['_id'] });
    if (result.upserted) n += 1;
  });
  return withErrors({ n, nModified, ...(upserted.length > 0 ? { upserted } : {}) }, errors);
};

const deletes = (store: Store, request: Request): Doc => {
  const statements = asDocs(request.body['deletes']);
  const variables = variablesOf(request.body['let']);
  let n = 0;
  const errors = runStatements(statements, isOrdered(request.body), statement => {
    const collection = collectionOf(store, request);
    if (!collection) return;
    const query = { ...queryOf(statement, statement['q']), variables };
    for (const match of select(store.keyspace, collection, query)) {
      store.documents.remove(collection, match);
      n += 1;
    }
  });
  return withErrors({ n }, errors);
};

/** Pipelines in updates and expressions in filters need the expression engine. */
export const prepareWrite = async ({ body }: Request): Promise<void> => {
  const statements = [...asDocs(body['updates']), ...asDocs(body['deletes']), ...asDocs(body['ops'])];
  const pipelines = [body['update'], ...statements.flatMap(one => [one['u'], one['updateMods']])];
  if (variablesNeedEngine(body['let'])) return loadEngine();
  if (pipelines.some(Array.isArray) || needsExpressions([body['query'], statements])) await loadEngine();
};

export const writes: CommandTable = {
  insert: { kind: 'write', run: insert },
  update: { kind: 'write', prepare: prepareWrite, run: updates },
  delete: { kind: 'write', prepare: prepareWrite, run: deletes },
};
