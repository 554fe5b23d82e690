import { isMap, isScalar, isSeq, type YAMLMap } from 'yaml';
import { secondsIn } from '../shape/seconds.js';
import { type Field, type RecordShape, spellingsOf, usualSpelling } from '../shape.js';
import { type Line, linesOf, rename } from './pairs.js';
import { timeOf } from './time.js';

/** What is done to a map that stands for a record, before its keys are put in order. */
export type Shorten = (map: YAMLMap, record: string) => void;

/** Records in which the order of keys means something. */
const ordered = ['on', 'matrix'];
/** Keys whose maps have names that people chose. */
const named = ['services', 'inputs'];

/** Puts the keys of every known map into their usual spelling and order, and times into their usual form. */
export const tidy = (node: unknown, shapes: readonly RecordShape[], shorten: Shorten): void => {
  if (isSeq(node)) for (const item of node.items) tidy(item, shapes, shorten);
  if (!isMap(node)) return;
  const shape = shapes.find(one => fits(node, one));
  if (!shape) return;
  shorten(node, shape.id);
  const places = new Map<unknown, number>();
  for (const line of linesOf(node)) {
    const found = fieldOf(shape, line.name);
    if (!found) continue;
    // How steps run is said before them.
    places.set(line.pair, shape.id === 'pipeline' && found.key === 'parallel' ? found.place - 1.5 : found.place);
    rename(line, usualSpelling(found.key, found.field));
    tidyValue(line, found, shorten);
  }
  if (!ordered.includes(shape.id)) sort(node, places);
};

const tidyValue = ({ pair }: Line, { key, field: { read } }: Found, shorten: Shorten): void => {
  const { value } = pair;
  if (read.words === 'time') tidyTime(value);
  if (named.includes(key) && isMap(value)) for (const one of value.items) tidy(one.value, read.parts, shorten);
  else tidy(value, read.parts, shorten);
};

interface Found {
  key: string;
  field: Field<unknown>;
  place: number;
}

const fieldOf = ({ fields }: RecordShape, spelling: string): Found | undefined => {
  for (const [place, [key, field]] of Object.entries(fields).entries())
    if (spellingsOf(key, field).includes(spelling)) return { key, field, place };
  return undefined;
};

const fits = (map: YAMLMap, shape: RecordShape): boolean =>
  shape.id === 'matrix' || linesOf(map).every(({ name }) => fieldOf(shape, name) !== undefined);

/** Behind every key of a table. */
const last = 1_000;

const sort = (map: YAMLMap, places: ReadonlyMap<unknown, number>): void => {
  const placed = map.items.map((pair, index) => ({ pair, place: places.get(pair) ?? last + index }));
  map.items = placed.sort((a, b) => a.place - b.place).map(({ pair }) => pair);
};

const tidyTime = (value: unknown): void => {
  if (!isScalar(value)) return;
  const seconds = secondsIn(value.value, String(value.value));
  if (seconds === undefined || !Number.isInteger(seconds)) return;
  value.value = timeOf(seconds);
  delete value.source;
};
