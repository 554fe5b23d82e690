import { asDocs, type Doc, hasOperators } from '../values/document.js';
import { rank, rankOf } from '../values/order.js';
import { setAt } from './target.js';
import { applyUpdate, kindOf, type UpdateRequest } from './update.js';

/** The values a filter demands by equality, which a document made by an upsert starts with. */
export const demandedBy = (filter: Doc, doc: Doc = {}): Doc => {
  for (const [path, condition] of Object.entries(filter)) {
    if (path === '$and') for (const part of asDocs(condition)) demandedBy(part, doc);
    else if (path === '$or' && asDocs(condition).length === 1) demandedBy(asDocs(condition)[0] ?? {}, doc);
    else if (!path.startsWith('$')) demand(doc, path, condition);
  }
  return doc;
};

const demand = (doc: Doc, path: string, condition: unknown): void => {
  if (rankOf(condition) === rank.pattern) return;
  if (!hasOperators(condition)) setAt(doc, path.split('.'), condition);
  else if ('$eq' in condition) setAt(doc, path.split('.'), condition['$eq']);
  else {
    const list = condition['$in'] ?? condition['$all'];
    if (Array.isArray(list) && list.length === 1 && rankOf(list[0]) !== rank.pattern)
      setAt(doc, path.split('.'), list[0]);
  }
};

/** The document an upsert inserts when its filter finds none. */
export const upserted = (request: UpdateRequest): Doc => {
  const demanded = demandedBy(request.filter);
  const start =
    kindOf(request.change) === 'replacement' ? { ...('_id' in demanded ? { _id: demanded['_id'] } : {}) } : demanded;
  const doc = applyUpdate(start, request, true);
  if (!('_id' in doc)) return doc;
  const { _id, ...fields } = doc;
  return { _id, ...fields };
};
