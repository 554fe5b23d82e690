import { whens } from '@switchyard/contracts/words';
import { longestKeptSeconds } from './limits.js';
import type { ArtifactModel } from './model.js';
import { pathGlobs } from './path-globs.js';
import type { Report } from './report.js';
import {
  byKind,
  field,
  type Found,
  listOf,
  name,
  oneOf,
  type Reader,
  record,
  seconds,
  turned,
  type Place,
} from './shape.js';

const reports = ['junit', 'sarif', 'lcov', 'cobertura'] as const;

const terms = record(
  {
    id: 'artifact',
    what: 'an artifact (name, paths, expires, report, when)',
    doc: 'Files that are kept after the step. A glob alone is an artifact with the name of its step.',
    rules: { required: ['paths'] },
  },
  {
    name: field(name, { doc: 'Unique in its step.', absent: 'the name of the step', example: 'site' }),
    paths: field(pathGlobs, { doc: 'Globs of files below the workspace.', example: '[dist/**]' }),
    expires: field(seconds(1, longestKeptSeconds), {
      doc: 'They are removed after this time.',
      absent: 'as long as the platform keeps them',
      example: '30d',
    }),
    report: field(oneOf(reports), { doc: 'What they are, where the platform can read them.', example: 'junit' }),
    when: field(oneOf(whens), {
      doc: 'After which result of the step they are kept.',
      absent: '`always` for a report, else `success`',
      example: 'always',
    }),
  },
);

/** As it was written; the step knows the name of one without. */
export type RawArtifact = Omit<ArtifactModel, 'name'> & Place & { name?: string };

const artifactOf = ({ values }: Found<typeof terms>, place: Place, report: Report): RawArtifact | undefined => {
  const { name: own, paths = [], expires, report: kind, when } = values;
  if (paths.length === 0) {
    if (report.concerns(`${place.path}.paths`)) return undefined;
    return report.add(place.offset, `${place.path}.paths`, {
      code: 'no-paths',
      message: `${place.path} names no files`,
      suggestion: 'add paths: with a glob such as dist/**',
    });
  }
  return {
    ...place,
    ...(own === undefined ? {} : { name: own }),
    paths,
    ...(expires === undefined ? {} : { expiresSeconds: Math.ceil(expires) }),
    ...(kind === undefined ? {} : { report: kind }),
    when: when ?? (kind ? 'always' : 'success'),
  };
};

const plain: Reader<RawArtifact> = turned(pathGlobs, (paths, place) => ({ ...place, paths, when: 'success' as const }));
const artifact = byKind(
  { scalar: plain, map: turned(terms, artifactOf) },
  'a glob of files, or an artifact as lines of key: value',
);

/** Globs, artifacts, or a list of either. */
export const artifacts: Reader<RawArtifact[]> = byKind(
  {
    scalar: turned(plain, one => [one]),
    map: turned(turned(terms, artifactOf), one => [one]),
    list: listOf(artifact),
  },
  'globs of files, or artifacts',
);

/** Only globs, so that it may be one with others of its kind. */
const isPlain = ({ name: own, report, expiresSeconds }: RawArtifact) =>
  own === undefined && report === undefined && expiresSeconds === undefined;

/** Plain globs are one artifact together. */
export const artifactsOf = (raw: RawArtifact[], step: string, report: Report): ArtifactModel[] => {
  const plainly = raw.filter(isPlain);
  const [first] = plainly;
  const together = first ? [{ ...first, paths: plainly.flatMap(({ paths }) => paths) }] : [];
  const found = new Map<string, ArtifactModel>();
  for (const { offset, path, name: own, ...rest } of [...together, ...raw.filter(one => !isPlain(one))]) {
    const called = own?.trim() ?? step;
    if (found.has(called))
      report.add(offset, path, {
        code: 'duplicate-name',
        message: `two artifacts are called ${JSON.stringify(called)}`,
        suggestion: 'give each a name: of its own',
      });
    found.set(called, { name: called, ...rest });
  }
  return [...found.values()];
};
