// The comparison of the unified format: expected values may hold operators, root documents may have more fields.
import { BSON } from './driver.mjs';

const typeNames = {
  double: value => typeof value === 'number',
  int: value => Number.isInteger(value),
  long: value => typeof value === 'bigint' || value?._bsontype === 'Long' || Number.isInteger(value),
  string: value => typeof value === 'string',
  object: value => value !== null && typeof value === 'object' && !Array.isArray(value),
  array: Array.isArray,
  bool: value => typeof value === 'boolean',
  date: value => value instanceof Date,
  null: value => value === null,
  objectId: value => value?._bsontype === 'ObjectId',
  binData: value => value?._bsontype === 'Binary' || ArrayBuffer.isView(value),
  timestamp: value => value?._bsontype === 'Timestamp',
  regex: value => value instanceof RegExp || value?._bsontype === 'BSONRegExp',
};

const operators = {
  $$exists: (wanted, actual) => (actual !== undefined) === wanted,
  $$type: (wanted, actual) => [wanted].flat().some(name => typeNames[name]?.(actual)),
  $$unsetOrMatches: (wanted, actual, entities, isRoot) =>
    actual === undefined || actual === null || differences(wanted, actual, entities, isRoot).length === 0,
  $$matchesEntity: (wanted, actual, entities) => differences(entities.get(wanted), actual, entities).length === 0,
  $$sessionLsid: (wanted, actual, entities) => differences(entities.get(wanted).id, actual, entities).length === 0,
  $$matchAsRoot: (wanted, actual, entities) => differences(wanted, actual, entities, true).length === 0,
  $$matchAsDocument: (wanted, actual, entities) =>
    differences(wanted, BSON.EJSON.parse(actual), entities, true).length === 0,
  $$lte: (wanted, actual) => Number(actual) <= Number(wanted),
};

const isPlain = value =>
  value !== null &&
  typeof value === 'object' &&
  !Array.isArray(value) &&
  !(value instanceof Date) &&
  !(value instanceof RegExp) &&
  value._bsontype === undefined;
const isNumber = value => typeof value === 'number' || typeof value === 'bigint' || value?._bsontype === 'Long';
const text = value => BSON.EJSON.stringify(value ?? null, { relaxed: true });
const entriesOf = value => (value instanceof Map ? Object.fromEntries(value) : value);

const fieldDifferences = (wanted, actual, entities, isRoot, path) => {
  const found = Object.entries(wanted).flatMap(([name, value]) => {
    const isNested = !(isPlain(value) && Object.keys(value)[0]?.startsWith('$$')) && actual[name] === undefined;
    return isNested
      ? [`${path}.${name} is missing`]
      : differences(value, actual[name], entities, false, `${path}.${name}`);
  });
  const extra = isRoot ? [] : Object.keys(actual).filter(name => !(name in wanted) && actual[name] !== undefined);
  return [...found, ...extra.map(name => `${path}.${name} was not expected`)];
};

/** What differs, one sentence each; nothing when the actual value matches. */
export const differences = (wanted, given, entities, isRoot = false, path = 'result') => {
  const actual = entriesOf(given);
  const [first] = isPlain(wanted) ? Object.keys(wanted) : [];
  if (first !== undefined && operators[first])
    return operators[first](wanted[first], actual, entities, isRoot)
      ? []
      : [`${path}: ${text(actual)} does not meet ${text(wanted)}`];
  if (isPlain(wanted))
    return actual !== null && typeof actual === 'object'
      ? fieldDifferences(wanted, actual, entities, isRoot, path)
      : [`${path}: ${text(actual)} is not a document`];
  if (Array.isArray(wanted)) return listDifferences(wanted, actual, entities, isRoot, path);
  if (isNumber(wanted) && isNumber(actual) && Number(wanted) === Number(actual)) return [];
  return text(wanted) === text(actual) ? [] : [`${path}: ${text(actual)} instead of ${text(wanted)}`];
};

const listDifferences = (wanted, actual, entities, isRoot, path) => {
  if (!Array.isArray(actual) || actual.length !== wanted.length)
    return [`${path}: ${text(actual)} instead of ${text(wanted)}`];
  return wanted.flatMap((value, at) => differences(value, actual[at], entities, isRoot, `${path}[${at}]`));
};
