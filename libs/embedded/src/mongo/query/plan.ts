import { distinctKeys, fieldKey } from '../catalog/entries.js';
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
import { afterPrefix, HASH_BYTES, ID_KEY_BYTES, idKey } from '../values/key.js';
import { rankOf } from '../values/order.js';
import { type SortFields } from '../values/path.js';
import { type Bound, type Bounds, boundsOf, implies, isEquality } from './bounds.js';

/**
 * How the documents of a query are found. Unless the plan is `exact`, the filter is still tested on each of them; if it
 * is not `ordered`, they are still to be sorted.
 */
export type Plan = { ordered: boolean; exact: boolean } & (
  | { stage: 'IDHACK'; ids: readonly unknown[]; indexName: string }
  | { stage: 'IXSCAN'; index: Index; ranges: KeyRange[]; reverse: boolean; indexName: string }
  | { stage: 'IDSCAN'; ranges: KeyRange[]; reverse: boolean; indexName: string }
  | { stage: 'COLLSCAN'; ranges: KeyRange[]; reverse: boolean }
);

/** What a query asks of a plan. */
interface Wanted {
  filter: Doc;
  bounds: Bounds;
  sort: SortFields;
}

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
    const keys = distinctKeys(values.map(value => fieldKey(index, path, value)));
    prefixes = prefixes.flatMap(start => keys.map(key => Buffer.concat([start, key])));
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
  const key = (value: unknown): Buffer =>
    Buffer.concat([start, sortableStart(fieldKey(index, path, value), fieldLimit(index))]);
  return {
    start: low === undefined ? whole.start : key(low),
    end: high === undefined || (index.multikey && both) ? whole.end : afterPrefix(key(high)),
  };
};

/** A key cut by a hash sorts anywhere among those it shares its start with. */
const sortableStart = (key: Buffer, limit: number): Buffer =>
  key.length < limit ? key : key.subarray(0, key.length - HASH_BYTES);

/** Whether the index, read from its field `from` on, gives the wanted order; and in which direction. */
const orderFrom = (index: Index, from: number, sort: SortFields, bounds: Bounds) => {
  // Entries of equal keys lie in the order of their documents' ids.
  const behind: [string, number][] = index.unique ? [] : [['_id', 1]];
  const fields = [...Object.entries(index.key), ...behind].slice(from);
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

/** The field behind those known by equality, when the filter gives it a range. */
const rangeBehind = (path: string | undefined, bounds: Bounds): [path: string, bound: Bound] | undefined => {
  const bound = path === undefined ? undefined : bounds.get(path);
  const isRange = bound?.from !== undefined || bound?.to !== undefined;
  return path !== undefined && bound && isRange ? [path, bound] : undefined;
};

/** Whether the ranges hold all that the filter says: equality on the fields they were made from. */
const isExact = (paths: readonly string[], filter: Doc): boolean =>
  Object.entries(filter).every(([path, condition]) => paths.includes(path) && isEquality(condition));

const candidateFor = (
  collection: Collection,
  index: Index,
  { filter, bounds, sort }: Wanted,
): Candidate | undefined => {
  if (!usable(index, bounds)) return undefined;
  const { prefixes, fields, single } = equalityPrefixes(collection, index, bounds);
  const paths = Object.keys(index.key);
  const range = rangeBehind(paths[fields], bounds);
  const ranges = range ? prefixes.map(start => rangeWithin(index, ...range, start)) : prefixes.map(under);
  const order = single ? orderFrom(index, fields, sort, bounds) : undefined;
  const worth = fields * WORTH_OF_EQUALITY + (range ? WORTH_OF_RANGE : 0) + (order ? WORTH_OF_ORDER : 0);
  const exact = !index.multikey && isExact(paths.slice(0, fields), filter);
  const ordered = sort.length === 0 || order !== undefined;
  const reverse = order?.reverse ?? false;
  return { worth, plan: { stage: 'IXSCAN', index, ranges, reverse, ordered, exact, indexName: index.name } };
};

const scan = (collection: Collection, { filter, sort }: Wanted): Plan => {
  const [only, ...others] = sort;
  const byId = only?.[0] === '_id' && others.length === 0;
  return {
    stage: 'COLLSCAN',
    ranges: [under(documentsPrefix(collection))],
    reverse: byId && only[1] < 0,
    ordered: byId || sort.length === 0,
    exact: isExact([], filter),
  };
};

/** Documents lie in the order of their ids, so a range of ids is a range of them. An id is never an array. */
const idRange = (collection: Collection, { filter, bounds, sort }: Wanted): Candidate[] => {
  const { from, to } = bounds.get('_id') ?? {};
  const whole = scan(collection, { filter, bounds, sort });
  if ((from === undefined && to === undefined) || whole.stage !== 'COLLSCAN') return [];
  const start = documentsPrefix(collection);
  const ofType = under(Buffer.concat([start, Buffer.from([rankOf(from ?? to)])]));
  const key = (id: unknown): Buffer => Buffer.concat([start, sortableStart(idKey(id), ID_KEY_BYTES)]);
  const range: KeyRange = {
    start: from === undefined ? ofType.start : key(from),
    end: to === undefined ? ofType.end : afterPrefix(key(to)),
  };
  const worth = WORTH_OF_RANGE + (sort.length > 0 && whole.ordered ? WORTH_OF_ORDER : 0);
  return [{ worth, plan: { ...whole, stage: 'IDSCAN', ranges: [range], indexName: ID_INDEX } }];
};

const byIds = (ids: readonly unknown[], { filter, sort }: Wanted): Plan => ({
  stage: 'IDHACK',
  ids,
  ordered: ids.length <= 1 || sort.length === 0,
  exact: isExact(['_id'], filter),
  indexName: ID_INDEX,
});

/** Picks the index that narrows most, then the one that saves the sort. `hint` names the index to use. */
export const planFor = (collection: Collection, filter: Doc, sort: SortFields, hint?: Index | '$natural'): Plan => {
  const bounds = boundsOf(filter);
  const wanted: Wanted = { filter, bounds, sort };
  const ids = equalTo(bounds, '_id');
  if (hint === '$natural') return scan(collection, wanted);
  if (ids && !hint) return byIds(ids, wanted);
  const indexes = hint ? [hint] : collection.indexes;
  const byIndex = indexes
    .map(index => candidateFor(collection, index, wanted))
    .filter(candidate => candidate !== undefined)
    .filter(({ worth }) => worth > 0 || hint !== undefined);
  const candidates = hint ? byIndex : [...byIndex, ...idRange(collection, wanted)];
  const [best] = candidates.sort((a, b) => b.worth - a.worth);
  return best?.plan ?? scan(collection, wanted);
};
