import { Long } from 'bson';
import { MongoFailure, toFailure } from '../failure.js';
import { variablesOf } from '../query/variables.js';
import { select } from '../query/select.js';
import { asDoc, asDocs, asNumber, asText, type Doc } from '../values/document.js';
import { update, updateRequest } from '../write/update-matching.js';
import { type CommandTable, type Request, type Store } from './command.js';
import { queryOf } from './query-of.js';
import { bypassing, prepareWrite } from './writes.js';

interface Tally {
  nErrors: number;
  nInserted: number;
  nMatched: number;
  nModified: number;
  nUpserted: number;
  nDeleted: number;
}

/** One operation of a bulk write: what it did, as an entry of the answer. */
type Operation = (store: Store, ns: string, op: Doc, variables: Doc, tally: Tally) => Doc;

const insert: Operation = (store, ns, op, _, tally) => {
  store.documents.insert(store.catalog.ensure(ns), asDoc(op['document']));
  tally.nInserted += 1;
  return { n: 1 };
};

const change: Operation = (store, ns, op, variables, tally) => {
  const filter = asDoc(op['filter']);
  const result = update(store, ns, {
    query: { ...queryOf(op, filter), limit: op['multi'] === true ? 0 : 1, variables },
    request: updateRequest({ ...op, c: op['constants'] }, filter, op['updateMods'], variables),
    upsert: op['upsert'] === true,
  });
  tally.nMatched += result.matched;
  tally.nModified += result.modified;
  if (!result.upserted) return { n: result.matched, nModified: result.modified };
  tally.nUpserted += 1;
  return { n: 1, nModified: 0, upserted: { _id: result.upserted['_id'] } };
};

const remove: Operation = (store, ns, op, variables, tally) => {
  const collection = store.catalog.find(ns);
  const query = { ...queryOf(op, op['filter']), limit: op['multi'] === true ? 0 : 1, variables };
  const matches = collection ? select(store.keyspace, collection, query) : [];
  for (const match of matches) if (collection) store.documents.remove(collection, match);
  tally.nDeleted += matches.length;
  return { n: matches.length };
};

const operations: Record<string, Operation> = { insert, update: change, delete: remove };

const run = (store: Store, op: Doc, namespaces: readonly Doc[], variables: Doc, tally: Tally): Doc => {
  const [kind = ''] = Object.keys(op);
  const operation = operations[kind];
  const ns = asText(namespaces[asNumber(op[kind])]?.['ns']);
  if (!operation || ns === '') throw new MongoFailure('BadValue', `unknown bulkWrite operation ${kind}`);
  return operation(store, ns, op, variables, tally);
};

const failed = (thrown: unknown): Doc => {
  const failure = toFailure(thrown);
  return { ok: 0, code: failure.code, errmsg: failure.message, ...failure.details, n: 0, nModified: 0 };
};

const bulkWrite = (given: Store, { body, database }: Request): Doc => {
  const store = bypassing(given, body);
  const variables = variablesOf(body['let']);
  const namespaces = asDocs(body['nsInfo']);
  const tally: Tally = { nErrors: 0, nInserted: 0, nMatched: 0, nModified: 0, nUpserted: 0, nDeleted: 0 };
  const results: Doc[] = [];
  for (const [idx, op] of asDocs(body['ops']).entries()) {
    try {
      const done = run(store, op, namespaces, variables, tally);
      if (body['errorsOnly'] !== true) results.push({ ok: 1, idx, ...done });
    } catch (thrown) {
      tally.nErrors += 1;
      results.push({ idx, ...failed(thrown) });
      if (body['ordered'] !== false) break;
    }
  }
  return { cursor: { firstBatch: results, id: Long.ZERO, ns: `${database}.$cmd.bulkWrite` }, ...tally };
};

export const bulkWriteCommands: CommandTable = { bulkWrite: { kind: 'write', prepare: prepareWrite, run: bulkWrite } };
