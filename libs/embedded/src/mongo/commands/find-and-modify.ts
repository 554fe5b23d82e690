import { MongoFailure } from '../failure.js';
import { answerOf, compileProjection } from '../query/projection.js';
import { variablesOf } from '../query/variables.js';
import { select } from '../query/select.js';
import { asDoc, type Doc } from '../values/document.js';
import { encode, RawDocument, StoredDocument } from '../wire/bson.js';
import { type UpdateRequest } from '../update/update.js';
import { insertDemanded, replaceOne, updateRequest } from '../write/update-matching.js';
import { collectionOf, type CommandTable, type Request, type Store } from './command.js';
import { queryOf } from './query-of.js';
import { prepare } from './reads.js';
import { bypassing, prepareWrite, refuseBadName } from './writes.js';

const refuseContradictions = (body: Doc): void => {
  const removes = body['remove'] === true;
  if (removes && body['update'] !== undefined)
    throw new MongoFailure('FailedToParse', 'Cannot specify both an update and remove=true');
  if (removes && (body['upsert'] === true || body['new'] === true))
    throw new MongoFailure('FailedToParse', 'Cannot specify upsert or new=true with remove=true');
  if (!removes && body['update'] === undefined)
    throw new MongoFailure('FailedToParse', 'Either an update or remove=true must be specified');
};

/** A document for the answer, with the wanted fields; what is stored goes out as it is. */
const shown = (body: Doc, raw: Buffer): RawDocument =>
  new RawDocument(answerOf(new StoredDocument(raw), compileProjection(body['fields'], asDoc(body['query']))));

const findAndModify = (given: Store, request: Request): Doc => {
  const store = bypassing(given, request.body);
  const { body } = request;
  refuseBadName(request);
  refuseContradictions(body);
  const collection = collectionOf(store, request);
  const filter = asDoc(body['query']);
  const query = { ...queryOf(body, filter), limit: 1, skip: 0 };
  const [match] = collection ? select(store.keyspace, collection, query) : [];
  if (body['remove'] === true) return remove(store, request, match);
  const change = updateRequest(body, filter, body['update'], variablesOf(body['let']));
  if (!collection || !match) return insertMissing(store, request, change);
  const after = replaceOne(store, collection, match, change) ?? match.raw;
  const value = shown(body, body['new'] === true ? after : match.raw);
  return { lastErrorObject: { n: 1, updatedExisting: true }, value };
};

const insertMissing = (store: Store, { body, ns }: Request, change: UpdateRequest): Doc => {
  if (body['upsert'] !== true) return { lastErrorObject: { n: 0, updatedExisting: false }, value: null };
  const doc = insertDemanded(store, ns, change);
  const value = body['new'] === true ? shown(body, encode(doc)) : null;
  return { lastErrorObject: { n: 1, updatedExisting: false, upserted: doc['_id'] }, value };
};

const remove = (store: Store, request: Request, match: ReturnType<typeof select>[number] | undefined): Doc => {
  const collection = collectionOf(store, request);
  if (!collection || !match) return { lastErrorObject: { n: 0 }, value: null };
  store.documents.remove(collection, match);
  return { lastErrorObject: { n: 1 }, value: shown(request.body, match.raw) };
};

const command = {
  kind: 'write',
  prepare: async (request: Request) => {
    await prepare(request);
    await prepareWrite(request);
  },
  run: findAndModify,
} as const;

export const findAndModifyCommands: CommandTable = { findAndModify: command, findandmodify: command };
