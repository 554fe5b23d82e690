import { asDocs, type Doc } from '../values/document.js';
import { decode, type StoredDocument } from '../wire/bson.js';
import { type FieldTree, treeOf } from './field-tree.js';
import { compileMatcher } from './matcher.js';
import { rawPart } from './raw-projection.js';

const combining = new Set(['$and', '$or', '$nor']);

/** The paths that decide on a filter; undefined where it may ask for anything. */
export const askedPaths = (filter: Doc): string[] | undefined => {
  const paths: string[] = [];
  for (const [path, condition] of Object.entries(filter)) {
    const asked = path.startsWith('$') ? askedByEach(path, condition) : [path];
    if (!asked) return undefined;
    paths.push(...asked);
  }
  return paths;
};

const askedByEach = (operator: string, condition: unknown): string[] | undefined => {
  if (operator === '$comment') return [];
  const parts = combining.has(operator) ? asDocs(condition).map(askedPaths) : [undefined];
  return parts.every(part => part !== undefined) ? parts.flat() : undefined;
};

/** As much of a stored document as a question about these paths needs, which is often little of much. */
export const partWith = (raw: Buffer, tree: FieldTree): Doc => decode(rawPart(raw, tree));

export type RawMatcher = (stored: StoredDocument) => boolean;

/** As `compileMatcher`, of stored documents. */
export const compileRawMatcher = (filter: Doc, variables?: Doc): RawMatcher => {
  const matches = compileMatcher(filter, variables);
  const paths = askedPaths(filter);
  if (!paths) return stored => matches(stored.doc);
  const tree = treeOf(paths);
  return ({ raw }) => matches(partWith(raw, tree));
};
