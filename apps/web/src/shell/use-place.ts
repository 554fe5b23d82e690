import { useLocation } from 'preact-iso';
import { placeOf, type Query } from './places.js';

export interface PlaceHere {
  path: string;
  query: Readonly<Record<string, string | undefined>>;
  /** The project that is chosen; undefined: all that one may see. */
  project: string | undefined;
  /** An address elsewhere in the application, in the same project. */
  to(path: string, query?: Query): string;
  /** This address with some values of its query changed; undefined takes one away. */
  here(query: Query): string;
  /** Goes there. */
  go(address: string, how?: 'push' | 'replace'): void;
  /** Changes the query; in place of the entry of the history, unless said otherwise. */
  set(query: Query, how?: 'push' | 'replace'): void;
}

/** Where the reader is, and how one gets elsewhere from here. */
export const usePlace = (): PlaceHere => {
  const { path, query, route } = useLocation();
  const { project } = query as Record<string, string | undefined>;
  const go = (address: string, how: 'push' | 'replace' = 'push') => route(address, how === 'replace');
  const here = (change: Query) => placeOf(path, { ...query, ...change });
  return {
    path,
    query,
    project,
    to: (place, more = {}) => placeOf(place, { project, ...more }),
    here,
    go,
    set: (change, how = 'replace') => go(here(change), how),
  };
};
