import { type Catalog } from '../catalog/catalog.js';
import { type Keyspace } from '../keyspace/keyspace.js';
import { MongoFailure } from '../failure.js';
import { asDoc, asDocs, type Doc, isDoc } from '../values/document.js';
import { sortFields } from '../values/path.js';
import { aggregator, expressionContext } from './engine.js';
import { anything, type Query, select } from './select.js';

export interface Aggregation {
  database: string;
  ns: string;
  pipeline: readonly Doc[];
  variables: Doc;
  hint?: unknown;
  /** The session of the request. */
  session?: Doc;
}

interface Stores {
  keyspace: Keyspace;
  catalog: Catalog;
}

const isCount = (operand: unknown): boolean => typeof operand === 'number' && operand > 0;

/** The first stages, as far as an index can serve them, and the stages that are left. */
export const leadingQuery = (pipeline: readonly Doc[]): { query: Query; rest: readonly Doc[] } => {
  const rest = [...pipeline];
  const take = (name: string, fits: (operand: unknown) => boolean): unknown =>
    fits(rest[0]?.[name]) ? rest.shift()?.[name] : undefined;
  const filter = asDoc(take('$match', isDoc));
  const sort = sortFields(take('$sort', isDoc));
  const skip = Number(take('$skip', isCount) ?? 0);
  const limit = Number(take('$limit', isCount) ?? 0);
  return { query: { filter, sort, skip, limit }, rest };
};

/** Stages that speak of the server instead of stored documents: they see the request that runs them. */
const serverStages: Record<string, (session: Doc) => Doc[]> = {
  $listLocalSessions: session => [{ _id: session, lastUse: new Date() }],
  $listSessions: session => [{ _id: session, lastUse: new Date() }],
  $currentOp: session => [{ type: 'op', active: true, op: 'command', lsid: session }],
};
const unsupported = new Set(['$changeStream', '$geoNear', '$search', '$vectorSearch', '$collStats', '$indexStats']);

const stagesOf = (pipeline: readonly Doc[]): string[] =>
  pipeline.map(stage => {
    const names = Object.keys(stage);
    const [name = ''] = names;
    if (names.length !== 1)
      throw new MongoFailure('Location40323', 'A pipeline stage specification object must contain exactly one field.');
    if (unsupported.has(name)) throw new MongoFailure('Location40324', `${name} is not supported by this store`);
    return name;
  });

/** Runs a pipeline; the last stage may not write. Needs `loadEngine` before. */
export const runPipeline = (stores: Stores, aggregation: Aggregation): Doc[] => {
  const { database, ns, pipeline, variables, hint } = aggregation;
  const [first = ''] = stagesOf(pipeline);
  const ofServer = serverStages[first]?.(aggregation.session ?? {});
  if (ofServer) return runStages(stores, database, ofServer, pipeline.slice(1), variables);
  if (first === '$documents') return runStages(stores, database, [], pipeline, variables);
  const { query, rest } = leadingQuery(pipeline);
  const collection = stores.catalog.find(ns);
  const matches = collection ? select(stores.keyspace, collection, { ...query, variables, hint }) : [];
  return runStages(
    stores,
    database,
    matches.map(({ doc }) => doc),
    rest,
    variables,
  );
};

const runStages = (stores: Stores, database: string, docs: Doc[], stages: readonly Doc[], variables: Doc): Doc[] => {
  if (stages.length === 0) return docs;
  const Aggregator = aggregator();
  const others = (name: string): Doc[] => {
    const collection = stores.catalog.find(`${database}.${name}`);
    return collection ? select(stores.keyspace, collection, anything).map(({ doc }) => doc) : [];
  };
  const options = { context: expressionContext(), scriptEnabled: false, variables, collectionResolver: others };
  return new Aggregator([...stages], options).run(docs) as Doc[];
};

/** `countDocuments` of the drivers: the filter it counts by, when the pipeline is that and nothing else. */
export const countedBy = (pipeline: readonly Doc[]): Query | undefined => {
  const { query, rest } = leadingQuery(pipeline);
  const group = asDoc(asDocs(rest)[0]?.['$group']);
  const isCount = rest.length === 1 && Object.keys(group).join() === '_id,n' && asDoc(group['n'])['$sum'] === 1;
  const constant = group['_id'] === 1 || group['_id'] === null;
  return isCount && constant ? query : undefined;
};
