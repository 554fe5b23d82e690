import type { CacheModel, MemoModel } from './model.js';
import { pathGlobs } from './path-globs.js';
import type { Report } from './report.js';
import { field, flag, type Found, oneOrMore, type Place, type Reader, record, text, turned } from './shape.js';

const terms = record(
  {
    id: 'cache',
    what: 'a cache (key, paths, fallbacks)',
    doc: 'Files that are brought back from an earlier execution, and kept for the next. With `result: true` it is the step itself that is not run again while its command, its environment and its input stay the same.',
    rules: { anyOf: [{ required: ['key', 'paths'] }, { required: ['result', 'inputs'] }] },
  },
  {
    key: field(text, {
      doc: 'What must be the same for the files to be of use.',
      example: "npm-${{ hashFiles('package-lock.json') }}",
    }),
    paths: field(pathGlobs, { doc: 'Globs of files below the workspace.', example: 'node_modules/**' }),
    fallbacks: field(
      oneOrMore(text),
      { doc: 'Beginnings of other keys to take instead, in order.', absent: 'none', example: '[npm-]' },
      'restore-keys',
      'fallbacks',
    ),
    result: field(flag, {
      doc: 'Whether the step is not run where the same step has succeeded on the same input.',
      default: false,
      example: 'true',
    }),
    inputs: field(pathGlobs, {
      doc: 'Of a result: globs of the files it reads.',
      example: "['src/**', package-lock.json]",
    }),
    outputs: field(pathGlobs, {
      doc: 'Of a result: globs of the files it makes, which are brought back instead.',
      absent: 'none',
      example: "['dist/**']",
    }),
  },
);
type Terms = Found<typeof terms>;

/** One of the two kinds, as it was written. */
export type RawCache = Place & ({ cache: CacheModel; memo?: undefined } | { memo: MemoModel });

const missing = {
  key: { code: 'no-key', message: 'a cache has no key', suggestion: 'add key: such as npm-1' },
  paths: {
    code: 'no-paths',
    message: 'a cache names no files',
    suggestion: 'add paths: with a glob such as node_modules/**',
  },
  inputs: {
    code: 'no-inputs',
    message: 'a cached result names none of the files it depends on',
    suggestion: 'add inputs: with globs such as src/**',
  },
};

const cacheOf = (found: Terms, place: Place, report: Report): RawCache | undefined => {
  const isResult = found.values.result === true;
  for (const key of isResult ? (['paths', 'fallbacks'] as const) : (['inputs', 'outputs'] as const))
    if (found.values[key] !== undefined) stray(found, key, report);
  return isResult ? resultOf(found, place, report) : filesOf(found, place, report);
};

const filesOf = ({ values }: Terms, place: Place, report: Report): RawCache | undefined => {
  const { key = '', paths = [], fallbacks = [] } = values;
  const lacks = key.trim() === '' ? 'key' : paths.length === 0 ? 'paths' : undefined;
  return lacks === undefined ? { ...place, cache: { key, paths, fallbacks } } : lacking(lacks, place, report);
};

const resultOf = ({ values }: Terms, place: Place, report: Report): RawCache | undefined => {
  const { key, inputs = [], outputs = [] } = values;
  if (inputs.length === 0) return lacking('inputs', place, report);
  return { ...place, memo: { inputs, outputs, ...(key === undefined || key.trim() === '' ? {} : { key }) } };
};

const lacking = (key: keyof typeof missing, { offset, path }: Place, report: Report): undefined =>
  report.concerns(`${path}.${key}`) ? undefined : report.add(offset, `${path}.${key}`, missing[key]);

const stray = ({ at, path }: Terms, key: 'paths' | 'fallbacks' | 'inputs' | 'outputs', report: Report): void => {
  const isOfFiles = key === 'paths' || key === 'fallbacks';
  report.add(at(key), path(key), {
    code: 'conflicting-keys',
    message: isOfFiles
      ? `a cached result has no ${key}: it brings back its outputs`
      : `${key} belongs to a cached result, and this is a cache of files`,
    suggestion: isOfFiles ? 'write outputs:, or make two entries of it' : 'add result: true, or leave it out',
  });
};

export const caches: Reader<RawCache[]> = oneOrMore(turned(terms, cacheOf));

/** What a step keeps: caches of files, and at most one result. */
export const keptBy = (raw: readonly RawCache[], report: Report): { caches: CacheModel[]; memo?: MemoModel } => {
  const [first, second] = raw.filter(one => one.memo !== undefined);
  if (second)
    report.add(second.offset, second.path, {
      code: 'duplicate-result',
      message: 'a step has one result, and it is cached here twice',
      suggestion: 'name all its inputs and outputs in one entry',
    });
  const caches = raw.flatMap(one => (one.memo === undefined ? [one.cache] : []));
  return { caches, ...(first?.memo ? { memo: first.memo } : {}) };
};
