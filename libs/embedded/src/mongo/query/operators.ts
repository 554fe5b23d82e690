import { Query } from 'mingo/query';
import { MongoFailure } from '../failure.js';
import { asNumber, type Doc, isDoc, isNumeric } from '../values/document.js';
import { keyOf } from '../values/key.js';
import { compareValues, isWide, rank, rankOf, sameValue, toBigInt } from '../values/order.js';
import { someLeaf } from './leaves.js';
import { typeTest } from './types.js';

/**
 * The filter operators whose meaning hangs on BSON types, in place of the query engine's own: it knows JavaScript's
 * types only, so that 64-bit integers, decimals, ids and the order of fields would compare wrongly.
 */
type Predicate = (value: unknown) => boolean;
type Operator = (
  path: string,
  operand: unknown,
  options: ConstructorParameters<typeof Query>[1],
) => (doc: Doc) => boolean;

const onSomeLeaf =
  (predicateFor: (operand: unknown) => Predicate): Operator =>
  (path, operand) => {
    const some = someLeaf(path);
    const accepts = predicateFor(operand);
    return doc => some(doc, accepts);
  };
const onNoLeaf =
  (predicateFor: (operand: unknown) => Predicate): Operator =>
  (path, operand, options) => {
    const some = onSomeLeaf(predicateFor)(path, operand, options);
    return doc => !some(doc);
  };

const isMissing: Predicate = value => value === null || value === undefined;

const equals = (operand: unknown): Predicate => {
  if (isMissing(operand)) return isMissing;
  return value => sameValue(value, operand);
};

/** Patterns in a list match text, everything else matches what equals it. */
const oneOf = (operand: unknown): Predicate => {
  if (!Array.isArray(operand)) throw new MongoFailure('BadValue', '$in needs an array');
  const list: unknown[] = operand;
  const patterns = list.filter(item => item instanceof RegExp);
  const keys = new Set(list.map(item => keyOf(item ?? null).toString('latin1')));
  return value => {
    if (keys.has(keyOf(value ?? null).toString('latin1'))) return true;
    return typeof value === 'string' && patterns.some(pattern => new RegExp(pattern).test(value));
  };
};

const isUnordered = (value: unknown): boolean => typeof value === 'number' && Number.isNaN(value);
const isExtreme = (value: unknown): boolean => rankOf(value) === rank.minKey || rankOf(value) === rank.maxKey;

/** Values of another type are neither smaller nor larger; the ends of all values are the exception. */
const ordered =
  (fits: (order: number) => boolean) =>
  (operand: unknown): Predicate => {
    if (isMissing(operand)) return value => isMissing(value) && fits(0);
    const type = rankOf(operand);
    if (isExtreme(operand)) return value => fits(compareValues(value ?? null, operand));
    if (isUnordered(operand)) return value => isUnordered(value) && fits(0);
    return value => rankOf(value) === type && !isUnordered(value) && fits(compareValues(value, operand));
  };

const modulo = (operand: unknown): Predicate => {
  const [divisor, remainder, ...more] = Array.isArray(operand) ? operand.map(item => Math.trunc(asNumber(item))) : [];
  if (divisor === undefined || remainder === undefined || more.length > 0)
    throw new MongoFailure('BadValue', 'malformed mod, needs to be an array of two numbers');
  if (divisor === 0) throw new MongoFailure('BadValue', 'divisor cannot be 0');
  const wide = (value: bigint): boolean => value % BigInt(divisor) === BigInt(remainder);
  return value =>
    isWide(value) ? wide(toBigInt(value)) : isNumeric(value) && Math.trunc(asNumber(value)) % divisor === remainder;
};

const ofType = (operand: unknown): Predicate => {
  const tests = [operand].flat().map(typeTest);
  return value => tests.some(test => test(value));
};

const elementMatch: Operator = (path, operand, options) => {
  if (!isDoc(operand)) throw new MongoFailure('BadValue', '$elemMatch needs an Object');
  const onValues = Object.keys(operand).length > 0 && Object.keys(operand).every(isValueOperator);
  const query = new Query(onValues ? { item: operand } : operand, options);
  // An item that is an array is compared as one value, except by operators that ask about arrays.
  const asOne = onValues && !Object.keys(operand).some(name => arrayOperators.has(name));
  const accepts: Predicate = onValues
    ? item => query.test({ item: asOne && Array.isArray(item) ? [item] : item })
    : item => (isDoc(item) || Array.isArray(item)) && query.test(item as Doc);
  const some = someLeaf(path);
  // Only whole arrays are asked, not their items: the items are what the condition is about.
  return doc => someArray(doc, some, accepts);
};

const arrayOperators = new Set(['$elemMatch', '$size', '$all', '$not']);
const logical = new Set(['$and', '$or', '$nor', '$expr']);
const isValueOperator = (name: string): boolean => name.startsWith('$') && !logical.has(name);

const someArray = (doc: Doc, some: ReturnType<typeof someLeaf>, accepts: Predicate): boolean => {
  const inside = new Set<unknown>();
  return some(doc, value => {
    if (!Array.isArray(value) || inside.has(value)) return false;
    for (const item of value) inside.add(item);
    return value.some(accepts);
  });
};

export const typedOperators = {
  $eq: onSomeLeaf(equals),
  $ne: onNoLeaf(equals),
  $in: onSomeLeaf(oneOf),
  $nin: onNoLeaf(oneOf),
  $gt: onSomeLeaf(ordered(order => order > 0)),
  $gte: onSomeLeaf(ordered(order => order >= 0)),
  $lt: onSomeLeaf(ordered(order => order < 0)),
  $lte: onSomeLeaf(ordered(order => order <= 0)),
  $mod: onSomeLeaf(modulo),
  $type: onSomeLeaf(ofType),
  $elemMatch: elementMatch,
} satisfies Record<`$${string}`, Operator>;
