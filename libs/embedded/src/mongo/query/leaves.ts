import { type Doc, isDoc } from '../values/document.js';
import { hasOwn } from '../values/path.js';

const isPosition = (part: string): boolean => /^\d+$/.test(part);

/** Hands each value found below `holder` to `visit`; undefined stands for a missing field. True ends the search. */
const descend = (holder: unknown, parts: readonly string[], at: number, visit: Visit): boolean => {
  const part = parts[at];
  if (part === undefined) return visit(holder) || (Array.isArray(holder) && holder.some(item => visit(item)));
  if (Array.isArray(holder)) return intoArray(holder, part, parts, at, visit);
  if (!isDoc(holder)) return visit(undefined);
  return descend(hasOwn(holder, part) ? holder[part] : undefined, parts, at + 1, visit);
};

const intoArray = (
  holder: readonly unknown[],
  part: string,
  parts: readonly string[],
  at: number,
  visit: Visit,
): boolean => {
  if (isPosition(part) && Number(part) < holder.length && descend(holder[Number(part)], parts, at + 1, visit))
    return true;
  return holder.some(item => isDoc(item) && descend(item, parts, at, visit));
};

type Visit = (value: unknown) => boolean;

/**
 * Whether any value a path leads to is accepted, as MongoDB sees it: arrays on the way are entered, an array at the end
 * counts as itself and as each of its items.
 */
export const someLeaf = (path: string): ((doc: Doc, accepts: Visit) => boolean) => {
  if (!path.includes('.')) return (doc, accepts) => descend(hasOwn(doc, path) ? doc[path] : undefined, [], 0, accepts);
  const parts = path.split('.');
  return (doc, accepts) => descend(doc, parts, 0, accepts);
};
