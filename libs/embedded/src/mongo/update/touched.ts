import { type Doc, isDoc } from '../values/document.js';
import { overlaps } from '../values/path.js';
import { type Index } from '../catalog/collection.js';

/** Without places in arrays: an index on `a.b` has an entry for each `a.0.b`. */
const fieldsOnly = (path: string): string =>
  path
    .split('.')
    .filter(part => !/^(?:\d+|\$.*)$/.test(part))
    .join('.');

/** The fields that the operators of an update may change. */
export const touchedPaths = (change: Doc): string[] =>
  Object.entries(change).flatMap(([name, fields]) =>
    isDoc(fields)
      ? Object.entries(fields).flatMap(([path, operand]) =>
          (name === '$rename' ? [path, String(operand)] : [path]).map(fieldsOnly),
        )
      : [],
  );

/** Fields that decide on the entries of an index; undefined when any may. */
export const watchedBy = ({ key, partialFilterExpression = {} }: Index): string[] | undefined => {
  const paths = [...Object.keys(key), ...Object.keys(partialFilterExpression)];
  return paths.some(path => path.startsWith('$')) ? undefined : paths;
};

const watched = new WeakMap<Index, { paths: string[] | undefined }>();

/** Whether a change of these fields may move the entries of a document in an index. */
export const mayMove = (index: Index, touched: readonly string[]): boolean => {
  const known = watched.get(index) ?? { paths: watchedBy(index)?.map(fieldsOnly) };
  watched.set(index, known);
  // What is nothing but places may be any of them.
  return known.paths?.some(path => touched.some(one => one === '' || overlaps(one, path))) ?? true;
};
