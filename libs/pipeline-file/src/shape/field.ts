import type { About, Field, Reader } from './reader.js';

/** @param also other words for the key; the last one is the usual. */
export const field = <Value>(read: Reader<Value>, about: About, ...also: string[]): Field<Value> => ({
  read,
  about,
  also,
});

const joined = (key: string, by: string) => key.replace(/[A-Z]/g, letter => by + letter.toLowerCase());

/** Every spelling of a key that stands in a table in camelCase. */
export const spellingsOf = (key: string, { also }: Pick<Field<unknown>, 'also'>): string[] => [
  ...new Set([key, joined(key, '_'), joined(key, '-'), ...also]),
];

/** The one that people are told: with dashes, but for the words of the long form. */
export const usualSpelling = (key: string, { also, about }: Pick<Field<unknown>, 'also' | 'about'>): string =>
  also.at(-1) ?? joined(key, about.long ? '_' : '-');
