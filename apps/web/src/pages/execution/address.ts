import type { StepId } from '@switchyard/contracts';

export const tabIds = ['steps', 'artifacts', 'tests', 'findings', 'events', 'about'] as const;
export type TabId = (typeof tabIds)[number];

const pictures = ['graph', 'timing', 'none'] as const;

/** What of an execution is looked at: all of it stands in the address. */
export interface Seen {
  tab: TabId;
  step?: StepId;
  /** From 1; absent: the last one. */
  attempt?: number;
  /** Of the log, from 1. */
  line?: number;
  /** As it was after this event; absent: now. */
  at?: number;
  /** What is drawn above the tabs. */
  picture: 'graph' | 'timing' | 'none';
}

/** Anything may stand in an address: what makes no sense is as if it did not. */
export const seenOf = (query: Readonly<Record<string, string | undefined>>): Seen => {
  const { step } = query;
  const numbers = (['attempt', 'line', 'at'] as const).flatMap(name => {
    const value = numberOf(query[name]);
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    tab: tabIds.find(one => one === query['tab']) ?? 'steps',
    picture: pictures.find(one => one === query['picture']) ?? 'graph',
    ...(step === undefined || step === '' ? {} : { step: step as StepId }),
    ...Object.fromEntries(numbers),
  };
};

const numberOf = (text: string | undefined): number | undefined =>
  text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
