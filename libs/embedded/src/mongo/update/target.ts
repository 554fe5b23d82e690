import { MongoFailure } from '../failure.js';
import { type Doc, isDoc } from '../values/document.js';
import { hasOwn } from '../values/path.js';

/** One concrete place in a document: names and array positions, no positional operators. */
export type Place = readonly string[];
type Holder = Doc | unknown[];

/** Arrays are filled with nulls up to a position asked for, but not beyond this many. */
const MAX_PADDING = 1_500_000;

export const isPosition = (part: string): boolean => /^\d+$/.test(part);
const isHolder = (value: unknown): value is Holder => Array.isArray(value) || isDoc(value);

const notViable = (part: string, holder: unknown): MongoFailure =>
  new MongoFailure('PathNotViable', `Cannot create field '${part}' in element {${JSON.stringify(holder)}}`);

const read = (holder: Holder, part: string): unknown => {
  if (Array.isArray(holder)) return isPosition(part) ? holder[Number(part)] : undefined;
  return hasOwn(holder, part) ? holder[part] : undefined;
};

const write = (holder: Holder, part: string, value: unknown): void => {
  if (!Array.isArray(holder)) {
    Object.defineProperty(holder, part, { value, enumerable: true, configurable: true, writable: true });
    return;
  }
  const position = Number(part);
  if (!isPosition(part)) throw notViable(part, holder);
  if (position - holder.length > MAX_PADDING)
    throw new MongoFailure('BadValue', `can't backfill more than ${MAX_PADDING} elements, position was ${position}`);
  while (holder.length < position) holder.push(null);
  holder[position] = value;
};

/** The value at a place, undefined when there is none. */
export const valueAt = (doc: Doc, place: Place): unknown => {
  let value: unknown = doc;
  for (const part of place) {
    if (!isHolder(value)) return undefined;
    value = read(value, part);
  }
  return value;
};

/** Sets the value at a place and makes the documents on the way to it. */
export const setAt = (doc: Doc, place: Place, value: unknown): void => {
  let holder: Holder = doc;
  for (const [at, part] of place.slice(0, -1).entries()) {
    let next = read(holder, part);
    if (next === undefined) write(holder, part, (next = {}));
    if (!isHolder(next)) throw notViable(place[at + 1] ?? '', { [part]: next });
    holder = next;
  }
  write(holder, place.at(-1) ?? '', value);
};

/** Removes the value at a place; in an array it leaves null. */
export const unsetAt = (doc: Doc, place: Place): void => {
  const holder = valueAt(doc, place.slice(0, -1));
  const part = place.at(-1) ?? '';
  if (Array.isArray(holder)) {
    if (isPosition(part) && Number(part) < holder.length) holder[Number(part)] = null;
  } else if (isDoc(holder)) Reflect.deleteProperty(holder, part);
};
