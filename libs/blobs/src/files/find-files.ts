import { Fault, type Glob, globOf, matches, type Millis } from '@switchyard/kernel';
import { type Entry, walk } from './walk.js';

/** A file below a folder, or a link that is not followed. */
export interface FoundFile {
  /** From the folder on, with `/`. */
  path: string;
  bytes: number;
  /** Permissions only. */
  mode: number;
  mtime: Millis;
  /** What it says, where it is a link. */
  link?: string;
}

export interface FindOptions {
  /** Files at most; 1,000,000 unless given. */
  most?: number;
  signal?: AbortSignal;
}

/**
 * Finds the files and links below a folder that match one of the globs, and none of those with `!` in front. A folder
 * that matches stands for all it holds. In the order of their paths, folder by folder.
 * @throws Fault `unreadable-files`, `too-deep`, `too-many-files`
 */
export const findFiles = async (
  root: string,
  globs: readonly string[],
  { most = 1_000_000, signal }: FindOptions = {},
): Promise<FoundFile[]> => {
  const rule = new Rule(globs);
  const found: FoundFile[] = [];
  const visit = (entry: Entry, isTaken: boolean): boolean | undefined => {
    if (rule.leavesOut(entry.path)) return undefined;
    const taken = isTaken || rule.asksFor(entry.path);
    if (entry.kind === 'folder') return taken || rule.mayAskBelow(entry.path) ? taken : undefined;
    if (!taken || entry.kind === 'other') return undefined;
    if (found.length === most) throw tooMany(most);
    found.push(foundOf(entry));
    return undefined;
  };
  await walk(root, rule.asksFor(''), visit, signal);
  return found;
};

const foundOf = ({ path, kind, facts, folder, name }: Entry): FoundFile => ({
  path,
  bytes: kind === 'link' ? 0 : facts.size,
  mode: facts.mode & 0o777,
  mtime: facts.mtimeMs,
  ...(kind === 'link' ? { link: folder.link(name) } : {}),
});

class Rule {
  private readonly only: Glob[];
  private readonly except: Glob[];
  /** Folders that all of what is asked for lies in. */
  private readonly bases: string[];

  constructor(globs: readonly string[]) {
    const wanted = globs.filter(one => !one.startsWith('!')).map(plain);
    this.only = wanted.map(globOf);
    this.bases = wanted.map(baseOf);
    this.except = globs.filter(one => one.startsWith('!')).map(one => globOf(plain(one.slice(1))));
  }

  asksFor(path: string): boolean {
    return this.only.some(glob => matches(glob, path));
  }

  leavesOut(path: string): boolean {
    return this.except.some(glob => matches(glob, path));
  }

  mayAskBelow(path: string): boolean {
    return this.bases.some(base => base === '' || `${path}/`.startsWith(base) || base.startsWith(`${path}/`));
  }
}

/** `./dist/` is `dist`, and `.` is everything. */
const plain = (glob: string): string => {
  const bare = glob.replace(/^(\.?\/)+/, '').replace(/\/+$/, '');
  return bare === '.' || bare === '' ? '**' : bare;
};

/** The folders before the first that has a wildcard, each with its slash. */
const baseOf = (glob: string): string => {
  const parts = glob.split('/');
  const wild = parts.findIndex(part => /[*?[\]{}\\]/.test(part));
  return (wild < 0 ? parts : parts.slice(0, wild)).map(part => `${part}/`).join('');
};

const tooMany = (most: number): Fault =>
  new Fault({
    code: 'too-many-files',
    message: `more than ${most} files match`,
    blame: 'user',
    retry: false,
    suggestions: ['name fewer files, or pack them into an archive in the step'],
  });
