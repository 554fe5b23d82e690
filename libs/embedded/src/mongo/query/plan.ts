import { fieldKey } from '../catalog/entries.js';
import {
  type Collection,
  documentsPrefix,
  fieldLimit,
  type Index,
  indexPrefix,
  ID_INDEX,
} from '../catalog/collection.js';
import { type KeyRange, under } from '../keyspace/keyspace.js';
import { type Doc } from '../values/document.js';
import { afterPrefix, HASH_BYTES } from '../values/key.js';
import { rankOf } from '../values/order.js';
import { type SortFields } from '../values/path.js';
import { type Bound, type Bounds, boundsOf, implies } from './bounds.js';

/** How the documents of a query are found. The filter is still tested on each of them. */
export type Plan =
  | { stage: 'IDHACK'; ids: readonly unknown[]; ordered: boolean; indexName: string }
  | { stage: 'IXSCAN'; index: Index; ranges: KeyRange[]; reverse: boolean; ordered: boolean; indexName: string }
  | { stage: 'COLLSCAN'; ranges: KeyRange[]; reverse: boolean; ordered: boolean };

/** A candidate with what it is worth; the highest wins. */
interface Candidate {
  plan: Plan;
  worth: number;
}

/** More separate ranges than this cost more than they save. */
const MAX_RANGES = 1_000;
const WORTH_OF_EQUALITY = 10;
const WORTH_OF_RANGE = 6;
const WORTH_OF_ORDER = 5;

const hasRange = ({ from, to }: Bound): boolean => from !== undefined || to !== undefined;
const equalTo = (bounds: Bounds, path: string): readonly unknown[] | undefined => bounds.get(path)?.oneOf;

/** Every start of key that equality conditions on the first fields allow. */
const equalityPrefixes = (collection: Collection, index: Index, bounds: Bounds) => {
  let prefixes: Buffer[] = [indexPrefix(collection, index)];
  let fields = 0;
  let single = true;
  for (const path of Object.keys(index.key)) {
    const values = equalTo(bounds, path);
    if (!values || prefixes.length * values.length > MAX_RANGES) break;
    if (values.includes(null) && path.includes('.')) break;
    prefixes = prefixes.flatMap(start => values.map(value => Buffer.concat([start, fieldKey(index, path, value)])));
    single &&= values.length === 1;
    fields += 1;
  }
  return { prefixes, fields, single };
};

/** All keys of one type at `path`, narrowed by what the bound says. Both ends included; the filter is exact. */
const rangeWithin = (index: Index, path: string, bound: Bound, start: Buffer): KeyRange => {
  const down = (index.key[path] ?? 1) < 0;
  const tag = Buffer.from([rankOf(bound.from ?? bound.to) ^ (down ? 0xff : 0)]);
  const whole = under(Buffer.concat([start, tag]));
  // One document may meet both ends with two different items of an array.
  const both = bound.from !== undefined && bound.to !== undefined;
  const [low, high] = down ? [bound.to, bound.from] : [bound.from, bound.to];
  const key = (value: unknown): Buffer => Buffer.concat([start, sortableStart(index, fieldKey(index, path, value))]);
  return {
    start: low === undefined ? whole.start : key(low),
    end: high === undefined || (index.multikey && both) ? whole.end : afterPrefix(key(high)),
  };
};

/** A key cut by a hash sorts anywhere among those it shares its start with. */
const sortableStart = (index: Index, key: Buffer): Buffer =>
  key.length < fieldLimit(index) ? key : key.subarray(0, key.length - HASH_BYTES);

/** Whether the index, read from its field `from` on, gives the wanted order; and in which direction. */
const orderFrom = (index: Index, from: number, sort: SortFields, bounds: Bounds) => {
  const fields = Object.entries(index.key).slice(from);
  const wanted = sort.filter(([path]) => equalTo(bounds, path)?.length !== 1);
  const [first] = wanted;
  if (index.multikey || sort.length === 0) return undefined;
  if (!first) return { reverse: false };
  const reverse = Math.sign(fields[0]?.[1] ?? 1) !== first[1];
  const fits = wanted.every(([path, direction], at) => {
    const [name, way] = fields[at] ?? [];
    return name === path && (Math.sign(way ?? 1) === direction) !== reverse;
  });
  return fits ? { reverse } : undefined;
};

const usable = (index: Index, bounds: Bounds): boolean => {
  if (index.partialFilterExpression && !implies(bounds, index.partialFilterExpression)) return false;
  return !index.sparse || Object.keys(index.key).some(path => bounds.get(path)?.present === true);
};

const candidateFor = (
  collection: Collection,
  index: Index,
  bounds: Bounds,
  sort: SortFields,
): Candidate | undefined => {
  if (!usable(index, bounds)) return undefined;
  const { prefixes, fields, single } = equalityPrefixes(collection, index, bounds);
  const next = Object.keys(index.key)[fields];
  const bound = next === undefined ? undefined : bounds.get(next);
  const ranged = next !== undefined && bound !== undefined && hasRange(bound);
  const ranges = ranged ? prefixes.map(start => rangeWithin(index, next, bound, start)) : prefixes.map(under);
  const order = single ? orderFrom(index, fields, sort, bounds) : undefined;
  const worth = fields * WORTH_OF_EQUALITY + Number(ranged) * WORTH_OF_RANGE + (order ? WORTH_OF_ORDER : 0);
  const ordered = order !== undefined;
  const reverse = order?.reverse ?? false;
  return { worth, plan: { stage: 'IXSCAN', index, ranges, reverse, ordered, indexName: index.name } };
};

const scan = (collection: Collection, sort: SortFields): Plan => {
  const [only, ...others] = sort;
  const byId = only?.[0] === '_id' && others.length === 0;
  const range = under(documentsPrefix(collection));
  return { stage: 'COLLSCAN', ranges: [range], reverse: byId && only[1] < 0, ordered: byId || sort.length === 0 };
};

/** Picks the index that narrows most, then the one that saves the sort. `hint` names the index to use. */
export const planFor = (collection: Collection, filter: Doc, sort: SortFields, hint?: Index | '$natural'): Plan => {
  const bounds = boundsOf(filter);
  const ids = equalTo(bounds, '_id');
  if (hint === '$natural') return scan(collection, sort);
  if (ids && !hint) return { stage: 'IDHACK', ids, ordered: ids.length <= 1 || sort.length === 0, indexName: ID_INDEX };
  const indexes = hint ? [hint] : collection.indexes;
  const candidates = indexes
    .map(index => candidateFor(collection, index, bounds, sort))
    .filter(candidate => candidate !== undefined)
    .filter(({ worth }) => worth > 0 || hint !== undefined);
  const [best] = candidates.sort((a, b) => b.worth - a.worth);
  if (!best) return scan(collection, sort);
  return sort.length === 0 ? { ...best.plan, ordered: true } : best.plan;
};
