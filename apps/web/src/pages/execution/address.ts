import type { StepId } from '@switchyard/contracts';

export const tabs = ['steps', 'artifacts', 'tests', 'findings', 'events', 'about'] as const;
export type TabId = (typeof tabs)[number];

/** What of an execution is looked at: all of it stands in the address. */
export interface Place {
  tab: TabId;
  step?: StepId;
  /** From 1; absent: the last one. */
  attempt?: number;
  /** Of the log, from 1. */
  line?: number;
  /** As it was after this event; absent: now. */
  at?: number;
  /** The picture above the tabs. */
  picture: 'graph' | 'timing';
}

/** Anything may stand in an address: what makes no sense is as if it did not. */
export const placeOf = (query: Readonly<Record<string, string | undefined>>): Place => {
  const { step, attempt, line, at } = query;
  const numbers = { attempt: numberOf(attempt), line: numberOf(line), at: numberOf(at) };
  const known = Object.entries(numbers).filter(([, value]) => value !== undefined);
  return {
    tab: tabs.find(one => one === query['tab']) ?? 'steps',
    picture: query['picture'] === 'timing' ? 'timing' : 'graph',
    ...(step === undefined || step === '' ? {} : { step: step as StepId }),
    ...(Object.fromEntries(known) as Pick<Place, 'attempt' | 'line' | 'at'>),
  };
};

/** @param others of the query that are not of this page, such as `project`. */
export const addressOf = (path: string, place: Place, others: Readonly<Record<string, string>> = {}): string => {
  const { tab, picture, step, attempt, line, at } = place;
  const query = new URLSearchParams(others);
  for (const name of ['tab', 'picture', 'step', 'attempt', 'line', 'at']) query.delete(name);
  if (tab !== 'steps') query.set('tab', tab);
  if (picture !== 'graph') query.set('picture', picture);
  for (const [name, value] of Object.entries({ step, attempt, line, at }))
    if (value !== undefined) query.set(name, String(value));
  return query.size > 0 ? `${path}?${query}` : path;
};

const numberOf = (text: string | undefined): number | undefined =>
  text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
