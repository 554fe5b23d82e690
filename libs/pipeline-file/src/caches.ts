import type { CacheModel } from './model.js';
import { pathGlobs } from './path-globs.js';
import type { Report } from './report.js';
import { field, type Found, oneOrMore, type Place, type Reader, record, text, turned } from './shape.js';

const terms = record(
  {
    id: 'cache',
    what: 'a cache (key, paths, fallbacks)',
    doc: 'Files that are brought back from an earlier execution, and kept for the next.',
    rules: { required: ['key', 'paths'] },
  },
  {
    key: field(text, { doc: 'What must be the same for the files to be of use.', example: 'npm-${{ branch }}' }),
    paths: field(pathGlobs, { doc: 'Globs of files below the workspace.', example: 'node_modules/**' }),
    fallbacks: field(
      oneOrMore(text),
      { doc: 'Beginnings of other keys to take instead, in order.', absent: 'none', example: '[npm-]' },
      'restore-keys',
      'fallbacks',
    ),
  },
);

const missing = {
  key: { code: 'no-key', message: 'a cache has no key', suggestion: 'add key: such as npm-1' },
  paths: {
    code: 'no-paths',
    message: 'a cache names no files',
    suggestion: 'add paths: with a glob such as node_modules/**',
  },
};

const cacheOf = ({ values }: Found<typeof terms>, { offset, path }: Place, report: Report): CacheModel | undefined => {
  const { key = '', paths = [], fallbacks = [] } = values;
  const lacks = key.trim() === '' ? 'key' : paths.length === 0 ? 'paths' : undefined;
  if (lacks === undefined) return { key, paths, fallbacks };
  return report.concerns(`${path}.${lacks}`) ? undefined : report.add(offset, `${path}.${lacks}`, missing[lacks]);
};

export const caches: Reader<CacheModel[]> = oneOrMore(turned(terms, cacheOf));
