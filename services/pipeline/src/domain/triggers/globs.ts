import type { TriggerModel } from '@switchyard/pipeline-file';
import { globOf, matches } from '@switchyard/kernel';

type Globs = Extract<TriggerModel, { type: 'tag' }>['tags'];

/** Why a text is not among those that globs ask for; undefined when it is. */
export const refusalOf = ({ only, except }: Globs, what: string, text: string): string | undefined => {
  if (only.length > 0 && text === '') return `there is no ${what}, and it must match ${listed(only)}`;
  if (only.length > 0 && !anyMatches(only, text)) return `${what} ${text} matches none of ${listed(only)}`;
  const excluded = except.find(pattern => matches(globOf(pattern), text));
  return excluded === undefined ? undefined : `${what} ${text} is left out by !${excluded}`;
};

/** Why none of the files that changed is asked for; undefined when one is. */
export const refusalOfAll = (globs: Globs, paths: readonly string[]): string | undefined => {
  const [only, except] = [globs.only.map(globOf), globs.except.map(globOf)];
  const wanted = (path: string) =>
    (only.length === 0 || only.some(glob => matches(glob, path))) && !except.some(glob => matches(glob, path));
  if (paths.some(wanted)) return undefined;
  const count = paths.length === 1 ? `the changed file ${paths[0]}` : `none of the ${paths.length} changed files`;
  const rule = [...globs.only, ...globs.except.map(pattern => `!${pattern}`)];
  return paths.length === 1 ? `${count} matches none of ${listed(rule)}` : `${count} matches ${listed(rule)}`;
};

export const asksForSome = ({ only, except }: Globs): boolean => only.length + except.length > 0;

const anyMatches = (patterns: readonly string[], text: string) =>
  patterns.some(pattern => matches(globOf(pattern), text));

/** Patterns told at most: a sentence has to stay one. */
const mostTold = 8;
export const listed = (words: readonly string[]): string =>
  words.length <= mostTold
    ? words.join(', ')
    : `${words.slice(0, mostTold).join(', ')} and ${words.length - mostTold} more`;
