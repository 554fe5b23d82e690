import { Query } from 'mingo/query';
import { type Options } from 'mingo/types';
import { type Doc } from '../values/document.js';
import { isIndexable } from './bounds.js';
import { typedOperators } from './operators.js';
import { expressionContext, queryContext } from './engine.js';

export type Matcher = (doc: Doc) => boolean;

const all: Matcher = () => true;

/** Whether a filter needs more than the plain query operators. */
export const needsExpressions = (value: unknown): boolean => {
  if (Array.isArray(value)) return value.some(needsExpressions);
  if (typeof value !== 'object' || value === null || '_bsontype' in value || value instanceof Date) return false;
  return Object.entries(value).some(([name, item]) => name === '$expr' || needsExpressions(item));
};

/** A field and the single value it must have, which needs no query engine. */
const isPlain = ([path, condition]: [string, unknown]): boolean => !path.startsWith('$') && isIndexable(condition);

const plainMatcher = (filter: Doc): Matcher => {
  const tests = Object.entries(filter).map(([path, value]) => typedOperators.$eq(path, value, {}));
  return doc => tests.every(test => test(doc));
};

/** A filter as a function. `variables` are those of the command's `let`. */
export const compileMatcher = (given: Doc, variables: Doc = {}): Matcher => {
  const { $comment: _, ...filter } = given;
  if (Object.keys(filter).length === 0) return all;
  if (Object.entries(filter).every(isPlain)) return plainMatcher(filter);
  const context = needsExpressions(filter) ? expressionContext() : queryContext;
  const options: Partial<Options> = { context, scriptEnabled: false, variables };
  const query = new Query(filter, options);
  return doc => query.test(doc);
};

const compiled = new WeakMap<Doc, Matcher>();

/** The same filter, compiled once. */
export const cachedMatcher = (filter: Doc): Matcher => {
  const known = compiled.get(filter) ?? compileMatcher(filter);
  compiled.set(filter, known);
  return known;
};
