import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import { largestFile } from '../limits.js';

/** Files one pipeline may reach through includes of includes. */
export const deepestInclude = 8;

const library = /^library:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Paths are those of the repository, from its root: `ci/node.yaml`. */
export const isIncludable = (path: string): boolean => {
  if (path.startsWith('library:')) return library.test(path);
  const parts = path.split('/');
  return path.length <= 500 && !/[\\\p{Cc}:]/u.test(path) && parts.every(part => !['', '.', '..'].includes(part));
};

/**
 * The files a pipeline or a template asks for, as its `include:` has them: paths from the root of the repository, and
 * `library:<name>`. Those that cannot be included are left out; never throws.
 */
export const includesOf = (file: string): string[] => {
  if (file.length > largestFile || !file.includes('include')) return [];
  try {
    const { contents } = parseDocument(file, { uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
    const found: unknown = isMap(contents) ? contents.get('include', true) : undefined;
    const paths = (isSeq(found) ? found.items : [found]).map(one => (isScalar(one) ? one.value : undefined));
    return [...new Set(paths.filter(path => typeof path === 'string'))].filter(isIncludable);
  } catch {
    return [];
  }
};
