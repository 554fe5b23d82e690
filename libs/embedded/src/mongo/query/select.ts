import { MongoFailure } from '../failure.js';
import { type Collection, ID_INDEX, type Index } from '../catalog/collection.js';
import { type Keyspace } from '../keyspace/keyspace.js';
import { type Doc, isDoc } from '../values/document.js';
import { type SortFields, sortedBy } from '../values/path.js';
import { StoredDocument } from '../wire/bson.js';
import { compileRawMatcher } from './asked-fields.js';
import { type Plan, planFor } from './plan.js';
import { type Row, Walk } from './walk.js';

/** What to look for. */
export interface Query {
  filter: Doc;
  sort: SortFields;
  skip: number;
  /** 0 means all. */
  limit: number;
  hint?: unknown;
  variables?: Doc;
}

export const anything: Query = { filter: {}, sort: [], skip: 0, limit: 0 };

/** A row with its document. */
export class Match extends StoredDocument implements Row {
  readonly key: Buffer;

  constructor({ key, raw }: Row) {
    super(raw);
    this.key = key;
  }
}

const sameKey = (index: Index, hint: Doc): boolean => JSON.stringify(index.key) === JSON.stringify(hint);

/** The index a hint names, by its name or its key. */
export const hinted = (collection: Collection, hint: unknown): Index | '$natural' | undefined => {
  if (hint === undefined || hint === '' || hint === ID_INDEX) return undefined;
  if (isDoc(hint) && ('_id' in hint || Object.keys(hint).length === 0)) return undefined;
  if (isDoc(hint) && '$natural' in hint) return '$natural';
  const found = collection.indexes.find(index => (isDoc(hint) ? sameKey(index, hint) : index.name === hint));
  if (found) return found;
  throw new MongoFailure(
    'BadValue',
    'error processing query: planner returned error: hint provided does not correspond to an existing index',
  );
};

export const planOf = (collection: Collection, query: Query): Plan =>
  planFor(collection, query.filter, query.sort, hinted(collection, query.hint));

/** How many there are. Where an index knows, no document is read. */
export const countOf = (keyspace: Keyspace, collection: Collection, query: Query): number => {
  const plan = planOf(collection, query);
  if (!plan.exact || plan.stage === 'IDHACK') return select(keyspace, collection, query).length;
  const all = plan.ranges.reduce((sum, range) => sum + keyspace.count(range), 0);
  return Math.min(Math.max(0, all - query.skip), query.limit > 0 ? query.limit : Infinity);
};

/** All matches at once, in order. For writes, which see a whole moment, and for small answers. */
export const select = (keyspace: Keyspace, collection: Collection, query: Query): Match[] => {
  const plan = planOf(collection, query);
  const matches = plan.exact ? () => true : compileRawMatcher(query.filter, query.variables);
  const walk = new Walk(keyspace, collection, plan);
  const enough = query.limit > 0 && plan.ordered ? query.skip + query.limit : Infinity;
  const found: Match[] = [];
  for (let row = walk.next(); row; row = found.length < enough ? walk.next() : undefined) {
    const match = new Match(row);
    if (matches(match)) found.push(match);
  }
  walk.pause();
  const ordered = plan.ordered ? found : sortedBy(found, query.sort, ({ doc }) => doc);
  return ordered.slice(query.skip, query.limit > 0 ? query.skip + query.limit : undefined);
};
