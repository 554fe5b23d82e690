import { MongoFailure } from '../failure.js';
import { compileMatcher } from '../query/matcher.js';
import { type Doc, hasOperators, isDoc } from '../values/document.js';
import { compareValues, sameValue } from '../values/order.js';
import { sortedBy, sortFields } from '../values/path.js';
import { type Operator } from './operator.js';
import { type Place, setAt, valueAt } from './target.js';

/** The array at a place; undefined when nothing is there. */
const arrayAt = (doc: Doc, place: Place, operator: string): unknown[] | undefined => {
  const value = valueAt(doc, place);
  if (value === undefined) return undefined;
  if (Array.isArray(value)) return value;
  const what =
    operator === '$push'
      ? `The field '${place.join('.')}' must be an array but is of type ${typeof value}`
      : `Cannot apply ${operator} to a non-array value`;
  throw new MongoFailure('BadValue', `${what} in document {_id: ${JSON.stringify(doc['_id'])}}`);
};

const eachOf = (operator: string, operand: unknown): unknown[] => {
  if (!isDoc(operand) || !('$each' in operand)) return [operand];
  const each = operand['$each'];
  if (Array.isArray(each)) return each;
  throw new MongoFailure('BadValue', `The argument to $each in ${operator} must be an array`);
};

const sorted = (items: unknown[], order: unknown): unknown[] => {
  if (!isDoc(order)) return [...items].sort((a, b) => compareValues(a, b) * Number(order));
  return sortedBy(items, sortFields(order), item => (isDoc(item) ? item : {}));
};

const sliced = (items: unknown[], count: number): unknown[] =>
  count === 0 ? [] : count > 0 ? items.slice(0, count) : items.slice(count);

const pushOptions = new Set(['$each', '$position', '$sort', '$slice']);

const push: Operator = (doc, place, operand) => {
  const items = [...(arrayAt(doc, place, '$push') ?? [])];
  const options: Doc = isDoc(operand) && '$each' in operand ? operand : {};
  const unknown = Object.keys(options).find(name => !pushOptions.has(name));
  if (unknown !== undefined) throw new MongoFailure('BadValue', `Unrecognized clause in $push: ${unknown}`);
  const position = options['$position'] === undefined ? items.length : Number(options['$position']);
  items.splice(position, 0, ...eachOf('$push', operand));
  const inOrder = options['$sort'] === undefined ? items : sorted(items, options['$sort']);
  setAt(doc, place, options['$slice'] === undefined ? inOrder : sliced(inOrder, Number(options['$slice'])));
};

const addToSet: Operator = (doc, place, operand) => {
  const items = [...(arrayAt(doc, place, '$addToSet') ?? [])];
  for (const item of eachOf('$addToSet', operand)) if (!items.some(known => sameValue(known, item))) items.push(item);
  setAt(doc, place, items);
};

/** Which items `$pull` takes out: equal ones, or those a condition accepts. */
const pulled = (operand: unknown): ((item: unknown) => boolean) => {
  if (operand instanceof RegExp || hasOperators(operand)) {
    const accepts = compileMatcher({ item: operand });
    return item => accepts({ item });
  }
  if (!isDoc(operand)) return item => sameValue(item, operand);
  const accepts = compileMatcher(operand);
  return item => isDoc(item) && accepts(item);
};

const keepOnly = (doc: Doc, place: Place, operator: string, keep: (item: unknown) => boolean): void => {
  const items = arrayAt(doc, place, operator);
  if (items) setAt(doc, place, items.filter(keep));
};

const pull: Operator = (doc, place, operand) => {
  const leaves = pulled(operand);
  keepOnly(doc, place, '$pull', item => !leaves(item));
};

const pullAll: Operator = (doc, place, operand) => {
  if (!Array.isArray(operand)) throw new MongoFailure('BadValue', '$pullAll requires an array argument');
  keepOnly(doc, place, '$pullAll', item => !operand.some(gone => sameValue(item, gone)));
};

const pop: Operator = (doc, place, operand) => {
  const items = arrayAt(doc, place, '$pop');
  if (items) setAt(doc, place, Number(operand) < 0 ? items.slice(1) : items.slice(0, -1));
};

export const arrayOperators: Record<string, Operator> = {
  $push: push,
  $addToSet: addToSet,
  $pull: pull,
  $pullAll: pullAll,
  $pop: pop,
};
