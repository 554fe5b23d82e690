import { type Collection, databaseOf } from '../catalog/collection.js';
import { MongoFailure } from '../failure.js';
import { loadEngine } from '../query/engine.js';
import { runPipeline } from '../query/pipeline.js';
import { variablesOf } from '../query/variables.js';
import { asDoc, asDocs, asText, type Doc } from '../values/document.js';
import { encode } from '../wire/bson.js';
import { collectionOf, type Request, type Store } from './command.js';
import { cursorOver, distinctValues } from './reads.js';

/** A view: a collection that holds no documents but the pipeline that makes them. */
export const viewIn = (store: Store, request: Request): Collection | undefined => {
  const collection = collectionOf(store, request);
  return collection && asText(collection.options['viewOn']) !== '' ? collection : undefined;
};

/** Where a view's documents come from in the end: views may stand on views. */
const foundation = (store: Store, view: Collection): { ns: string; pipeline: Doc[] } => {
  const ns = `${databaseOf(view.ns)}.${asText(view.options['viewOn'])}`;
  const pipeline = asDocs(view.options['pipeline']);
  const below = store.catalog.find(ns);
  if (!below || asText(below.options['viewOn']) === '') return { ns, pipeline };
  const deeper = foundation(store, below);
  return { ns: deeper.ns, pipeline: [...deeper.pipeline, ...pipeline] };
};

const optionalStages = (body: Doc): Doc[] =>
  Object.entries({ $sort: body['sort'], $skip: body['skip'], $limit: body['limit'], $project: body['projection'] })
    .filter(([, operand]) => operand !== undefined && operand !== 0)
    .map(([stage, operand]) => ({ [stage]: operand }));

const results = (store: Store, view: Collection, body: Doc, stages: Doc[]): Doc[] => {
  const { ns, pipeline } = foundation(store, view);
  const variables = variablesOf(body['let']);
  return runPipeline(store, { database: databaseOf(ns), ns, pipeline: [...pipeline, ...stages], variables });
};

type ViewRead = (store: Store, view: Collection, body: Doc) => Doc | Promise<Doc>;

const find: ViewRead = (store, view, body) => {
  const stages = [{ $match: asDoc(body['filter']) }, ...optionalStages(body)];
  return cursorOver(store, view.ns, results(store, view, body, stages).map(encode), body['batchSize']);
};
const aggregate: ViewRead = (store, view, body) => {
  const documents = results(store, view, body, asDocs(body['pipeline'])).map(encode);
  return cursorOver(store, view.ns, documents, asDoc(body['cursor'])['batchSize']);
};
const count: ViewRead = (store, view, body) => ({
  n: results(store, view, body, [{ $match: asDoc(body['query']) }, ...optionalStages(body)]).length,
});
const distinct: ViewRead = (store, view, body) => ({
  values: distinctValues(results(store, view, body, [{ $match: asDoc(body['query']) }]), asText(body['key'])),
});

const viewReads: Record<string, ViewRead> = { find, aggregate, count, distinct };
const allowed = new Set(['drop', 'listIndexes', 'collMod', 'collStats', 'getMore', 'killCursors', 'create']);

/** The answer of a command on a view; undefined when the command is about the view itself. */
export const answerFromView = async (store: Store, view: Collection, request: Request): Promise<Doc | undefined> => {
  const run = viewReads[request.name];
  if (allowed.has(request.name)) return undefined;
  if (!run) throw new MongoFailure('CommandNotSupportedOnView', `Namespace ${view.ns} is a view, not a collection`);
  await loadEngine();
  return run(store, view, request.body);
};
