import { Long } from 'bson';
import { MongoFailure } from '../failure.js';
import { loadEngine } from '../query/engine.js';
import { needsExpressions } from '../query/matcher.js';
import { type Aggregation, countedBy, runPipeline } from '../query/pipeline.js';
import { variablesNeedEngine, variablesOf } from '../query/variables.js';
import { countOf } from '../query/select.js';
import { asDoc, asDocs, type Doc } from '../values/document.js';
import { encode } from '../wire/bson.js';
import { mergeInto, writeOut } from '../write/pipeline-target.js';
import { type Command, collectionOf, type Request, type Store } from './command.js';
import { cursorOver } from './reads.js';
import { bypassing } from './writes.js';

const aggregationOf = ({ body, database, ns }: Request): Aggregation => ({
  database,
  ns,
  pipeline: asDocs(body['pipeline']),
  variables: variablesOf(body['let']),
  hint: body['hint'],
  session: asDoc(body['lsid']),
});

const prepare = async ({ body }: Request): Promise<void> => {
  const pipeline = asDocs(body['pipeline']);
  if (body['cursor'] === undefined && body['explain'] === undefined)
    throw new MongoFailure(
      'FailedToParse',
      "The 'cursor' option is required, except for aggregate with the explain argument",
    );
  if (!countedBy(pipeline) || variablesNeedEngine(body['let']) || needsExpressions(pipeline)) await loadEngine();
};

const nameSpaceOf = ({ ns, target, database }: Request): string => (target === '' ? `${database}.$cmd.aggregate` : ns);

const aggregate = (store: Store, request: Request): Promise<Doc> => {
  const aggregation = aggregationOf(request);
  const counted = countedBy(aggregation.pipeline);
  const collection = collectionOf(store, request);
  let results: Doc[];
  if (counted && collection) {
    const { variables, hint } = aggregation;
    const n = countOf(store.keyspace, collection, { ...counted, variables, hint });
    results = n > 0 ? [{ _id: 1, n }] : [];
  } else results = counted ? [] : runPipeline(store, aggregation);
  const batchSize = asDoc(request.body['cursor'])['batchSize'];
  return cursorOver(store, nameSpaceOf(request), results.map(encode), batchSize);
};

/** A pipeline that ends in `$out` or `$merge` is a write and answers an empty cursor. */
const writeAggregate = (given: Store, request: Request): Doc => {
  const store = bypassing(given, request.body);
  const aggregation = aggregationOf(request);
  const last = asDoc(aggregation.pipeline.at(-1));
  const results = runPipeline(store, { ...aggregation, pipeline: aggregation.pipeline.slice(0, -1) });
  if ('$out' in last) writeOut(store, request.database, last['$out'], results);
  else mergeInto(store, request.database, last['$merge'], results);
  return { cursor: { firstBatch: [], id: Long.ZERO, ns: nameSpaceOf(request) } };
};

export const aggregateCommands: readonly [read: Command, write: Command] = [
  { kind: 'read', prepare, run: aggregate },
  { kind: 'write', prepare, run: writeAggregate },
];

export const writesOut = ({ body }: Request): boolean => {
  const last = asDoc(asDocs(body['pipeline']).at(-1));
  return '$out' in last || '$merge' in last;
};
