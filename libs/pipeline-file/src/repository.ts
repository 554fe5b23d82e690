import { isCommitName, isMistake, readRepository, wrongRef } from '@switchyard/contracts/repository-address';
import type { SourceModel } from './model.js';
import type { Report } from './report.js';
import { secretName } from './secrets.js';
import {
  byKind,
  field,
  flag,
  type Found,
  oneOf,
  type Place,
  type Reader,
  reader,
  record,
  text,
  turned,
  whole,
} from './shape.js';

interface Wrong {
  code: string;
  message: string;
  suggestion: string;
}

/** Text that is checked where nothing of it is filled in later. */
const checked = (words: string, wrong: (found: string) => Wrong | undefined): Reader<string> =>
  reader({ schema: { ...text.schema, minLength: 1 }, words }, (value, path, report) => {
    const found = text(value, path, report);
    if (found === undefined || found.includes('${{')) return found;
    const problem = wrong(found);
    return problem ? report.add(value.offset, path, problem) : found;
  });

const address = checked('address of a repository', found => {
  const read = readRepository(found);
  return isMistake(read) ? { code: read.code, message: read.mistake, suggestion: read.suggestion } : undefined;
});

const ref = checked('branch, tag, reference or commit', found => {
  const message = wrongRef(found);
  return message === undefined
    ? undefined
    : { code: 'bad-ref', message, suggestion: 'write a branch or a tag such as main, or refs/heads/main' };
});

const commit = checked('name of a commit', found =>
  isCommitName(found)
    ? undefined
    : {
        code: 'bad-commit',
        message: `${JSON.stringify(found.slice(0, 80))} is no name of a commit`,
        suggestion: 'write 4 to 64 of the characters 0-9 and a-f; branches and tags are a ref:',
      },
);

/** @returns why a folder cannot be one below the workspace */
const wrongFolder = (path: string): string | undefined => {
  const parts = path.split('/').filter(part => part !== '' && part !== '.');
  if (path.startsWith('/') || parts.includes('..')) return 'leads out of the workspace';
  if (parts.some(part => part.toLowerCase() === '.git')) return 'leads into a repository’s own folder';
  return /\p{Cc}/u.test(path) || path.length > 500 ? 'is no path of a folder' : undefined;
};

const folder: Reader<string> = reader(
  { schema: { ...text.schema, minLength: 1 }, words: 'path' },
  (value, path, report) => {
    const found = text(value, path, report);
    const why = found === undefined ? undefined : wrongFolder(found);
    if (why === undefined) return found;
    return report.add(value.offset, path, {
      code: 'outside-workspace',
      message: `${JSON.stringify(found?.slice(0, 80))} ${why}`,
      suggestion: 'write a folder below the workspace, such as web',
    });
  },
);

/** All of history and no more commits than any repository has. */
const deepest = 1_000_000;

const terms = record(
  {
    id: 'source',
    what: 'a source (repository, ref, commit, depth, filter, submodules, path, credentials)',
    doc: 'The repository whose files are in the workspace before a step starts.',
  },
  {
    repository: field(address, {
      doc: 'Its address: https or ssh; a path where the connector allows it.',
      absent: 'the repository of the trigger',
      example: 'https://git.example.com/team/web.git',
    }),
    ref: field(ref, {
      doc: 'Branch, tag, reference such as `refs/pull/7/head`, or commit.',
      absent: "the trigger's, where the repository is the trigger's, else its default branch",
      example: 'release/2',
    }),
    commit: field(commit, {
      doc: 'The commit that is checked out.',
      absent: "the trigger's, where repository and ref are; else that of `ref:` when the first step looks",
      example: '4f2a9c1d',
    }),
    depth: field(whole(0, deepest), { doc: 'Commits of history; 0 is all of it.', default: 1, example: '50' }),
    filter: field(oneOf(['blob:none'] as const), {
      doc: 'What of history is left out until git asks for it: the contents of files. `depth` is 0 then, unless it is given.',
      absent: 'nothing',
      example: 'blob:none',
    }),
    submodules: field(flag, {
      doc: 'Whether submodules are checked out too, and theirs.',
      default: false,
      example: 'true',
    }),
    path: field(folder, { doc: 'The folder it goes to.', absent: 'the workspace itself', example: 'web' }),
    credentials: field(secretName, {
      doc: 'A secret with a token, `user:password`, or a private key for ssh. The step itself does not get it.',
      absent: 'none',
      example: 'git.token',
    }),
  },
);

type RawSource = Found<typeof terms>;

/** `./web/` is `web`; the workspace itself is no path. */
const sourceOf = ({ values: { path = '', ...values } }: RawSource): SourceModel => {
  const plain = path
    .split('/')
    .filter(part => part !== '' && part !== '.')
    .join('/');
  return plain === '' ? values : { ...values, path: plain };
};

const scalar: Reader<SourceModel | false> = reader(
  { schema: { anyOf: [flag.schema, address.schema] }, words: `${flag.words}, or ${address.words}` },
  (value, path, report) => {
    if (value.kind === 'scalar' && typeof value.value === 'boolean') return value.value ? {} : false;
    const repository = address(value, path, report);
    return repository === undefined ? undefined : { repository };
  },
);

/** Whether there is one, its address, or all of it. */
export const source: Reader<SourceModel | false> = byKind(
  { scalar, map: turned(terms, sourceOf) },
  'true, false, the address of a repository, or a source as lines of key: value',
);

interface LongForm {
  repositoryUrl?: string;
  branch?: string;
  commit?: string;
  credentials?: unknown;
}

/** What a step of the long form says of its repository, read as `source:` is. */
export const sourceOfConfig = (
  { repositoryUrl, branch, commit: at, credentials }: LongForm,
  placeOf: (key: keyof LongForm) => Place,
  report: Report,
): SourceModel => {
  const read = (key: keyof LongForm, how: Reader<string>, value: unknown) => {
    if (value === undefined) return undefined;
    const { offset, path } = placeOf(key);
    const written = typeof value === 'string' ? value : JSON.stringify(value);
    return how({ kind: 'scalar', offset, value: written, written }, path, report);
  };
  return present({
    repository: read('repositoryUrl', address, repositoryUrl),
    ref: read('branch', ref, branch),
    commit: read('commit', commit, at),
    credentials: read('credentials', secretName, credentials),
  });
};

const present = (found: { [Key in keyof SourceModel]: SourceModel[Key] | undefined }): SourceModel =>
  Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
