import { mostChangedPaths, type WebhookEvent } from '@switchyard/contracts';
import type { Json } from './json.js';

/** What a body says, with what it does not say left undefined. */
export type Said = Pick<WebhookEvent, 'kind' | 'event'> & {
  [Key in Exclude<keyof WebhookEvent, 'kind' | 'event'>]?: WebhookEvent[Key] | undefined;
};

const nothing = /^0+$/;

export const branchOf = (ref: string | undefined): string | undefined => behind('refs/heads/', ref);
export const tagOf = (ref: string | undefined): string | undefined => behind('refs/tags/', ref);

const behind = (prefix: string, ref: string | undefined): string | undefined =>
  ref?.startsWith(prefix) && ref.length > prefix.length ? ref.slice(prefix.length) : undefined;

/** A hash of zeros stands for nothing. */
export const commitOf = (hash: string | undefined): string | undefined =>
  hash === undefined || nothing.test(hash) ? undefined : hash;

export const isNothing = (hash: string | undefined): boolean => hash !== undefined && nothing.test(hash);

/** Whether a pull request comes from a fork. Where one of both is not named, such as a fork that was deleted, nobody knows: it does. */
export const isElsewhere = (from: number | undefined, to: number | undefined): boolean =>
  from === undefined || from !== to;

/** The files that commits say they changed; nothing where there are no commits to ask. */
export const changedBy = (commits: Json[], total: number): Pick<Said, 'paths' | 'morePaths'> => {
  if (commits.length === 0) return {};
  const paths = new Set<string>();
  for (const commit of commits)
    for (const list of ['added', 'modified', 'removed'])
      for (const path of commit.at(list).list()) {
        const text = path.text(1_000);
        if (text !== undefined && paths.size <= mostChangedPaths) paths.add(text);
      }
  const isCut = total > commits.length || paths.size > mostChangedPaths;
  return { paths: [...paths].slice(0, mostChangedPaths), ...(isCut ? { morePaths: true } : {}) };
};
