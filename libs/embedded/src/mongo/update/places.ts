import { MongoFailure } from '../failure.js';
import { compileMatcher } from '../query/matcher.js';
import { asDocs, type Doc } from '../values/document.js';
import { type Place, valueAt } from './target.js';

/** What positional operators are resolved with. */
export interface Positions {
  filter: Doc;
  arrayFilters: readonly Doc[];
}

const notFound = (): MongoFailure =>
  new MongoFailure('BadValue', 'The positional operator did not find the match needed from the query.');

/** The conditions of a filter on an array or inside it. */
const conditionsOn = (filter: Doc, array: string): [path: string, condition: unknown][] =>
  Object.entries(filter).flatMap(([path, condition]): [string, unknown][] => {
    if (path === '$and' || path === '$or') return asDocs(condition).flatMap(part => conditionsOn(part, array));
    return path === array || path.startsWith(`${array}.`) ? [[path, condition]] : [];
  });

/** The document with a single item in the array, as the filter would see that item alone. */
const withOnly = (item: unknown, place: Place): Doc =>
  place.reduceRight<unknown>((inner, part) => ({ [part]: inner }), [item]) as Doc;

/** `$`: the first item that meets the filter. */
const matchedPosition = (doc: Doc, place: Place, filter: Doc): string => {
  const items = valueAt(doc, place);
  const conditions = conditionsOn(filter, place.join('.'));
  if (!Array.isArray(items) || conditions.length === 0) throw notFound();
  const tests = conditions.map(([path, condition]) => compileMatcher({ [path]: condition }));
  const whole = items.findIndex(item => tests.every(test => test(withOnly(item, place))));
  const part = whole >= 0 ? whole : items.findIndex(item => tests.some(test => test(withOnly(item, place))));
  if (part < 0) throw notFound();
  return String(part);
};

const itemsFor = (doc: Doc, place: Place): unknown[] => {
  const items = valueAt(doc, place);
  if (Array.isArray(items)) return items;
  throw new MongoFailure(
    'BadValue',
    `The path '${place.join('.')}' must exist in the document in order to apply array updates.`,
  );
};

/** The name an array filter speaks of: the start of its first path. */
export const identifierOf = (filter: Doc): string => {
  const [first] = Object.keys(filter);
  if (first === undefined) return '';
  return first.startsWith('$') ? identifierOf(asDocs(filter[first])[0] ?? {}) : (first.split('.')[0] ?? '');
};

/** `$[name]`: the items its array filter accepts. */
const filteredPositions = (doc: Doc, place: Place, name: string, positions: Positions, path: string): string[] => {
  const filter = positions.arrayFilters.find(candidate => identifierOf(candidate) === name);
  if (!filter) throw new MongoFailure('BadValue', `No array filter found for identifier '${name}' in path '${path}'`);
  const accepts = compileMatcher(filter);
  return itemsFor(doc, place).flatMap((item, at) => (accepts({ [name]: item }) ? [String(at)] : []));
};

const resolve = (doc: Doc, place: Place, part: string, positions: Positions, path: string): string[] => {
  if (part === '$') return [matchedPosition(doc, place, positions.filter)];
  if (part === '$[]') return itemsFor(doc, place).map((_, at) => String(at));
  if (part.startsWith('$[')) return filteredPositions(doc, place, part.slice(2, -1), positions, path);
  return [part];
};

/** Every concrete place a path of an update stands for in one document. */
export const placesOf = (doc: Doc, path: string, positions: Positions): Place[] => {
  if (!path.includes('$')) return [path.split('.')];
  let places: Place[] = [[]];
  for (const part of path.split('.'))
    places = places.flatMap(place => resolve(doc, place, part, positions, path).map(name => [...place, name]));
  return places;
};
