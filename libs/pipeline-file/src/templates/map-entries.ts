import type { Entry, Located } from '../located.js';

export const entriesOf = (value: Located | undefined): Entry[] => (value?.kind === 'map' ? value.entries : []);

export const entryOf = (value: Located, key: string): Entry | undefined =>
  entriesOf(value).find(entry => entry.key === key);
