import type { Entry, Located } from '../located.js';
import { pipeline, stage } from '../pipeline-shape.js';
import { type Reader, spellingsOf } from '../shape.js';
import { step } from '../step-shape.js';
import { entriesOf } from './map-entries.js';

/** What a map of keys is. */
export type Level = 'pipeline' | 'stage' | 'step';

/** From each spelling of a key to the key. */
const keysOf = ({ parts }: Reader<unknown>): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(parts[0]?.fields ?? {}).flatMap(([key, field]) =>
      spellingsOf(key, field).map(spelling => [spelling, key] as const),
    ),
  );

const keys: Record<Level, ReadonlyMap<string, string>> = {
  pipeline: keysOf(pipeline),
  stage: keysOf(stage),
  step: keysOf(step),
};

/** A map laid over another: its keys win, whichever spelling they have, and environments merge by name. */
export const overlay = (below: Located, above: Located & { kind: 'map' }, level: Level): Located => {
  const keyOf = ({ key }: Entry) => keys[level].get(key) ?? key;
  const over = new Map<string, Entry>();
  // A key that stands there twice stays so: its finding comes later.
  const others: Entry[] = [];
  for (const entry of above.entries)
    if (over.has(keyOf(entry))) others.push(entry);
    else over.set(keyOf(entry), entry);
  const kept = entriesOf(below).map(entry => {
    const key = keyOf(entry);
    const winner = over.get(key);
    over.delete(key);
    return winner ? (key === 'environment' ? merged(entry, winner) : winner) : entry;
  });
  return { ...above, entries: [...kept, ...over.values(), ...others] };
};

const merged = (below: Entry, above: Entry): Entry => {
  if (below.value.kind !== 'map' || above.value.kind !== 'map') return above;
  const own = new Set(above.value.entries.map(({ key }) => key));
  const kept = below.value.entries.filter(({ key }) => !own.has(key));
  return { ...above, value: { ...above.value, entries: [...kept, ...above.value.entries] } };
};
