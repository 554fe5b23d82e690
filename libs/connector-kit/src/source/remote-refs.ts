import { isWholeCommit, type RepositoryAddress } from '@switchyard/contracts';
import type { Git, GitCall } from './git.js';
import { unknownRef } from './source-faults.js';

/** What a repository has under a name now. */
export interface Found {
  commit: string;
  /** In full; absent for a commit that nobody named by one. */
  ref?: string;
}

/** Pull requests have other names on other hosts. */
const pull = /^refs\/(?:pull|merge-requests)\/(\d+)\/head$/;

/** The names a ref may have in full, best first. */
export const namesOf = (ref: string | undefined): string[] => {
  if (ref === undefined || ref === 'HEAD') return ['HEAD'];
  const number = pull.exec(ref)?.[1];
  if (number !== undefined)
    return [...new Set([ref, `refs/pull/${number}/head`, `refs/merge-requests/${number}/head`])];
  return ref.startsWith('refs/') ? [ref] : [`refs/heads/${ref}`, `refs/tags/${ref}`, `refs/${ref}`];
};

/**
 * Asks a repository what a branch, a tag or a reference is now.
 * @throws Fault `unknown-ref`; GitFailure when it cannot be asked
 */
export const askRemote = async (
  git: Git,
  { url }: RepositoryAddress,
  ref: string | undefined,
  call: GitCall,
): Promise<Found> => {
  const names = namesOf(ref);
  const peeled = names.filter(name => name.startsWith('refs/tags/')).map(name => `${name}^{}`);
  const answer = await git.run(['ls-remote', '--symref', '--', url, ...names, ...peeled], call);
  const { commits, head } = answered(answer);
  for (const name of names) {
    // Of a tag with a message, what it stands for.
    const commit = commits.get(`${name}^{}`) ?? commits.get(name);
    if (commit !== undefined) return { commit, ref: (name === 'HEAD' ? head : undefined) ?? name };
  }
  throw unknownRef(url, ref === undefined ? 'commits' : `branch, tag or reference ${ref}`);
};

/** Lines of a commit and its name, and one that says which branch HEAD is. */
const answered = (answer: string): { commits: ReadonlyMap<string, string>; head: string | undefined } => {
  const commits = new Map<string, string>();
  let head: string | undefined;
  for (const line of answer.split('\n')) {
    const [value = '', name = ''] = line.split('\t');
    if (value.startsWith('ref: ') && name === 'HEAD') head = value.slice('ref: '.length);
    else if (isWholeCommit(value)) commits.set(name, value);
  }
  return { commits, head };
};
