import type { Git, GitCall } from './git.js';
import type { RepositoryCopy } from './repository-copy.js';

export interface Limits {
  commit: string;
  /** What it is called in the checkout. */
  target: string;
  /** Commits of history; 0 is all of it. */
  depth: number;
}

export const fetchWords = (depth: number): string[] => [
  ...['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', '--update-shallow'],
  ...(depth === 0 ? [] : [`--depth=${String(depth)}`]),
];

/** With all of history belong the tags. */
export const refspecsOf = ({ commit, target, depth }: Limits): string[] => [
  `+${commit}:${target}`,
  ...(depth === 0 ? ['+refs/tags/*:refs/tags/*'] : []),
];

/**
 * Checks a commit out together with its history, of which the contents of files are left out. Git asks the repository
 * itself for them when somebody wants to see them; those of the commit come from this machine.
 */
export const layPartial = async (
  { git, call }: { git: Git; call: GitCall },
  copy: RepositoryCopy,
  { url, ...limits }: Limits & { url: string },
): Promise<void> => {
  const origin = (address: string) => git.run(['config', 'remote.origin.url', address], call);
  await origin(`file://${copy.path('partial')}`);
  await git.run([...fetchWords(limits.depth), '--filter=blob:none', '--', 'origin', ...refspecsOf(limits)], call);
  await origin(`file://${copy.path('shallow')}`);
  await git.run(['checkout', '--quiet', '--detach', limits.commit, '--'], call);
  await origin(url);
  await git.run(['config', 'remote.origin.fetch', '+refs/heads/*:refs/remotes/origin/*'], call);
};
