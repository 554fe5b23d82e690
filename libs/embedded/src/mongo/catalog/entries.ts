import { MongoFailure } from '../failure.js';
import { cachedMatcher } from '../query/matcher.js';
import { type Doc } from '../values/document.js';
import { clippedKey, inverted } from '../values/key.js';
import { itemsAt, valuesAt } from '../values/path.js';
import { fieldLimit, type Index } from './collection.js';

/** The index entries of one document: key bytes without the collection's prefix. */
export interface IndexEntries {
  keys: Buffer[];
  /** Whether a field held an array. */
  many: boolean;
}

const NONE: IndexEntries = { keys: [], many: false };

const isLeftOut = (doc: Doc, index: Index): boolean => {
  if (index.partialFilterExpression && !cachedMatcher(index.partialFilterExpression)(doc)) return true;
  return index.sparse && Object.keys(index.key).every(path => valuesAt(doc, path).length === 0);
};

/** The key of one field, in the direction of the index. */
export const fieldKey = (index: Index, path: string, value: unknown): Buffer => {
  const key = clippedKey(value, fieldLimit(index));
  return (index.key[path] ?? 1) < 0 ? inverted(key) : key;
};

/** Each key once. */
export const distinctKeys = (keys: Buffer[]): Buffer[] =>
  keys.length < 2 ? keys : [...new Map(keys.map(key => [key.toString('latin1'), key])).values()];

/** Every entry a document has in an index: one, or one for each item of an array. */
export const entriesOf = (doc: Doc, index: Index): IndexEntries => {
  if (isLeftOut(doc, index)) return NONE;
  let keys: Buffer[] = [Buffer.alloc(0)];
  let many = false;
  for (const path of Object.keys(index.key)) {
    const at = itemsAt(doc, path);
    if (at.many && keys.length > 1 && !sharesArray(index, path)) throw parallelArrays(index);
    many ||= at.many;
    const items = at.items.length > 0 ? at.items : [null];
    keys = keys.flatMap(start => items.map(item => Buffer.concat([start, fieldKey(index, path, item)])));
  }
  return { keys: distinctKeys(keys), many };
};

/** Whether another indexed path goes through the same top-level field. */
const sharesArray = (index: Index, path: string): boolean => {
  const [top] = path.split('.');
  return Object.keys(index.key).some(other => other !== path && other.split('.')[0] === top);
};

const parallelArrays = (index: Index): MongoFailure =>
  new MongoFailure('CannotIndexParallelArrays', `cannot index parallel arrays in index ${index.name}`);
