import { asDocs, type Doc, hasOperators } from '../values/document.js';
import { compareValues, rank, rankOf } from '../values/order.js';

/** What a filter says for sure about one field: one of some values, or a range of one type. */
export interface Bound {
  oneOf?: readonly unknown[];
  from?: unknown;
  to?: unknown;
  /** Whether the field must be there and not null. */
  present: boolean;
}

export type Bounds = ReadonlyMap<string, Bound>;

/** Types whose index order is exact and whose equality means one key. */
const indexed = new Set<number>([
  rank.null,
  rank.number,
  rank.string,
  rank.objectId,
  rank.boolean,
  rank.date,
  rank.binary,
  rank.timestamp,
]);
export const isIndexable = (value: unknown): boolean => indexed.has(rankOf(value));

const rangeTypes = new Set<number>([rank.number, rank.string, rank.objectId, rank.date, rank.timestamp]);
const isRangeable = (value: unknown): boolean => rangeTypes.has(rankOf(value));

const narrowed = (known: Bound | undefined, oneOf: readonly unknown[]): Bound => {
  const values = known?.oneOf && known.oneOf.length <= oneOf.length ? known.oneOf : oneOf;
  return { ...known, oneOf: values, present: known?.present === true || values.every(value => value !== null) };
};

/** What each operator adds to what is known of a field; others add nothing. */
const readers: Record<string, (known: Bound | undefined, operand: unknown) => Bound | undefined> = {
  $eq: (known, operand) => (isIndexable(operand) ? narrowed(known, [operand]) : known),
  $in: (known, operand) =>
    Array.isArray(operand) && operand.every(isIndexable) ? narrowed(known, operand as unknown[]) : known,
  $gt: (known, operand) => lower(known, operand),
  $gte: (known, operand) => lower(known, operand),
  $lt: (known, operand) => upper(known, operand),
  $lte: (known, operand) => upper(known, operand),
  $exists: (known, operand) => (operand === true || operand === 1 ? { ...known, present: true } : known),
};

const lower = (known: Bound | undefined, operand: unknown): Bound | undefined => {
  if (!isRangeable(operand)) return known;
  const closer = known?.from !== undefined && compareValues(known.from, operand) > 0 ? known.from : operand;
  return { ...known, from: closer, present: true };
};

const upper = (known: Bound | undefined, operand: unknown): Bound | undefined => {
  if (!isRangeable(operand)) return known;
  const closer = known?.to !== undefined && compareValues(known.to, operand) < 0 ? known.to : operand;
  return { ...known, to: closer, present: true };
};

const read = (bounds: Map<string, Bound>, path: string, condition: unknown): void => {
  const operators: Doc = hasOperators(condition) ? condition : { $eq: condition };
  for (const [operator, operand] of Object.entries(operators)) {
    const bound = readers[operator]?.(bounds.get(path), operand);
    if (bound) bounds.set(path, bound);
  }
};

/** Reads what holds for every matching document: top-level conditions and those joined by `$and`. */
export const boundsOf = (filter: Doc, bounds = new Map<string, Bound>()): Bounds => {
  for (const [path, condition] of Object.entries(filter)) {
    if (path === '$and') for (const part of asDocs(condition)) boundsOf(part, bounds);
    else if (!path.startsWith('$') && !isPattern(condition)) read(bounds, path, condition);
  }
  return bounds;
};

const isPattern = (condition: unknown): boolean => rankOf(condition) === rank.pattern;

/** Whether every document within `bounds` fits a partial index; false when unsure. */
export const implies = (bounds: Bounds, expression: Doc): boolean =>
  Object.entries(expression).every(([path, condition]) => {
    if (path === '$and') return asDocs(condition).every(part => implies(bounds, part));
    const known = bounds.get(path);
    if (!known || path.startsWith('$')) return false;
    const operators: Doc = hasOperators(condition) ? condition : { $eq: condition };
    return Object.entries(operators).every(([operator, operand]) => proofs[operator]?.(known, operand) ?? false);
  });

const always = (known: Bound, test: (value: unknown) => boolean): boolean => known.oneOf?.every(test) === true;

const proofs: Record<string, (known: Bound, operand: unknown) => boolean> = {
  $eq: (known, operand) => always(known, value => compareValues(value, operand) === 0),
  $in: (known, operand) =>
    Array.isArray(operand) && always(known, value => operand.some(item => compareValues(value, item) === 0)),
  $exists: (known, operand) => operand === true && known.present,
  $gt: (known, operand) => always(known, value => sameType(value, operand) && compareValues(value, operand) > 0),
  $gte: (known, operand) =>
    always(known, value => sameType(value, operand) && compareValues(value, operand) >= 0) ||
    (known.from !== undefined && sameType(known.from, operand) && compareValues(known.from, operand) >= 0),
  $lt: (known, operand) => always(known, value => sameType(value, operand) && compareValues(value, operand) < 0),
  $lte: (known, operand) =>
    always(known, value => sameType(value, operand) && compareValues(value, operand) <= 0) ||
    (known.to !== undefined && sameType(known.to, operand) && compareValues(known.to, operand) <= 0),
  $type: (known, operand) => operand === 'string' && always(known, value => typeof value === 'string'),
};

const sameType = (a: unknown, b: unknown): boolean => rankOf(a) === rankOf(b);

const listed = new Set(['$eq', '$in']);

/** Whether a condition says no more than which values the field may have. */
export const isEquality = (condition: unknown): boolean => {
  if (isIndexable(condition)) return true;
  if (!hasOperators(condition)) return false;
  return (
    Object.entries(condition).length === 1 &&
    Object.keys(condition).every(name => listed.has(name)) &&
    isListable(condition)
  );
};

const isListable = (condition: Doc): boolean =>
  Object.values(condition).every(
    operand => isIndexable(operand) || (Array.isArray(operand) && operand.every(isIndexable)),
  );
