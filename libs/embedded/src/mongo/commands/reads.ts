import { loadEngine } from '../query/engine.js';
import { sourceOf } from '../query/cursors.js';
import { foundBy } from '../query/found.js';
import { needsExpressions } from '../query/matcher.js';
import { variablesNeedEngine } from '../query/variables.js';
import { compileProjection, projectionNeedsEngine } from '../query/projection.js';
import type { Plan } from '../query/plan.js';
import { countOf, planOf, select } from '../query/select.js';
import { MongoFailure } from '../failure.js';
import { asDoc, asText, type Doc } from '../values/document.js';
import { compareValues, sameValue } from '../values/order.js';
import { itemsAt } from '../values/path.js';
import { type Command, collectionOf, type CommandTable, type Request, type Store } from './command.js';
import { queryOf } from './query-of.js';

/** Loads the expression engine when a filter or projection of the command needs it. */
export const prepare = async ({ body }: Request): Promise<void> => {
  const spec = body['projection'] ?? body['fields'];
  const filters = [body['filter'], body['query'], body['q'], body['updates'], body['deletes'], body['ops']];
  const expressive = projectionNeedsEngine(spec) || variablesNeedEngine(body['let']);
  if (expressive || filters.some(needsExpressions)) await loadEngine();
};

const find = async (store: Store, request: Request): Promise<Doc> => {
  const { body, ns } = request;
  const query = queryOf(body, body['filter']);
  const single = body['singleBatch'] === true || Number(body['limit'] ?? 0) < 0;
  const project = compileProjection(body['projection'], query.filter);
  const source = foundBy(store.keyspace, collectionOf(store, request), query, project);
  return store.cursors.start(ns, source, body['batchSize'], single);
};

const getMore = (store: Store, { body, database }: Request): Promise<Doc> =>
  store.cursors.more(body['getMore'], `${database}.${asText(body['collection'])}`, body['batchSize']);

const killCursors = (store: Store, { body }: Request): Doc =>
  store.cursors.kill(Array.isArray(body['cursors']) ? body['cursors'] : []);

const count = (store: Store, request: Request): Doc => {
  const query = queryOf(request.body, request.body['query']);
  const collection = collectionOf(store, request);
  return { n: collection ? countOf(store.keyspace, collection, query) : 0 };
};

const distinct = (store: Store, request: Request): Doc => {
  const key = request.body['key'];
  if (typeof key !== 'string') throw new MongoFailure('TypeMismatch', 'the key of distinct must be a string');
  const collection = collectionOf(store, request);
  if (!collection) return { values: [] };
  const matches = select(store.keyspace, collection, queryOf(request.body, request.body['query']));
  return {
    values: distinctValues(
      matches.map(({ doc }) => doc),
      key,
    ),
  };
};

/** Every value at a path once, in order. */
export const distinctValues = (docs: readonly Doc[], key: string): unknown[] => {
  const values = docs.flatMap(doc => itemsAt(doc, key).items).filter(value => value !== undefined);
  values.sort(compareValues);
  return values.filter((value, at) => at === 0 || !sameValue(value, values[at - 1]));
};

/** The name of the plan only: which index a find, count, distinct, update or delete would use. */
const explain = (store: Store, request: Request): Doc => {
  const inner = asDoc(request.body['explain']);
  const [name = ''] = Object.keys(inner);
  const ns = `${request.database}.${asText(inner[name])}`;
  const collection = store.catalog.find(ns);
  const [first] = [inner['updates'] ?? inner['deletes'] ?? inner['pipeline']].flat();
  const filter = inner['filter'] ?? inner['query'] ?? asDoc(first)['q'] ?? asDoc(first)['$match'];
  const plan = collection ? planOf(collection, queryOf(inner, filter)) : { stage: 'EOF' as const };
  return { queryPlanner: { namespace: ns, winningPlan: explained(plan) }, ok: 1 };
};

const explained = (plan: Plan | { stage: 'EOF' }): Doc => {
  const stage = plan.stage === 'IDSCAN' ? 'IXSCAN' : plan.stage;
  return 'indexName' in plan ? { stage, indexName: plan.indexName } : { stage };
};

const read = (run: (store: Store, request: Request) => Doc | Promise<Doc>): Command => ({ kind: 'read', prepare, run });

export const reads: CommandTable = {
  find: read(find),
  getMore: read(getMore),
  killCursors: read(killCursors),
  count: read(count),
  distinct: read(distinct),
  explain: read(explain),
};

/** An answer made in one go, as a cursor. */
export const cursorOver = (store: Store, ns: string, documents: readonly Buffer[], batchSize?: unknown): Promise<Doc> =>
  store.cursors.start(ns, sourceOf(documents), batchSize);
