import { createHash } from 'node:crypto';

export const cacheKinds = ['files', 'result'] as const;
/** Files that were named, or the result of a whole step. */
export type CacheKind = (typeof cacheKinds)[number];

/** Where caches lie that may be taken for one another: of one project, one kind and one scope. */
export interface CachePlace {
  project: string;
  scope: string;
  kind: CacheKind;
}

/** The scope of runs that the project's own people started. */
export const trusted = 'trusted';

/**
 * The scope of what anybody may have started: one for each pull request, so that none of them reads what another wrote.
 * @param pullRequest as the step is told of it
 */
export const untrustedScope = (repository: string, pullRequest: string): string => {
  const number = /^\d{1,10}$/.test(pullRequest) ? pullRequest : 'none';
  return `untrusted-${number}-${digest(repository).slice(0, 16)}`;
};

export const isTrusted = (scope: string): boolean => scope === trusted;

/** Characters of a key that are told in the name of its folder; the rest is in its hash alone. */
const longestTold = 120;

/** All of one place begin with it. */
export const folderOf = ({ project, scope, kind }: CachePlace): string => `${project}/caches/${scope}/${kind}/`;

/** The folder of one key. Whatever the key holds, it is a plain name, and two keys never share one. */
export const folderOfKey = (place: CachePlace, key: string): string =>
  `${folderOf(place)}${told(key).slice(0, longestTold)}.${digest(key).slice(0, 40)}/`;

/** What the folders of all keys begin with that begin with this; of a long one others may begin with it too. */
export const beginningOf = (place: CachePlace, prefix: string): { beginning: string; isWhole: boolean } => {
  const name = told(prefix);
  return { beginning: `${folderOf(place)}${name.slice(0, longestTold)}`, isWhole: name.length <= longestTold };
};

const told = (key: string): string => {
  const bytes = Buffer.from(key);
  let name = '';
  for (const byte of bytes) {
    if (name.length > longestTold) break;
    const sign = String.fromCharCode(byte);
    name += /[A-Za-z0-9-]/.test(sign) ? sign : `_${byte.toString(16).padStart(2, '0')}`;
  }
  return name;
};

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
