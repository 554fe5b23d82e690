import { type Doc } from '../values/document.js';
import { MongoFailure } from '../failure.js';

type Test = (value: unknown) => boolean;

const bsonType =
  (name: string): Test =>
  value =>
    (value as { _bsontype?: string } | null)?._bsontype === name;
const isInt: Test = value => Number.isInteger(value) && Math.abs(value as number) <= 0x7fffffff;
const isLong: Test = value => bsonType('Long')(value) || typeof value === 'bigint';
const isDecimal = bsonType('Decimal128');
const isDouble: Test = value => typeof value === 'number' && !isInt(value);

/** Whole numbers are decoded to JavaScript numbers: those within 32 bits count as int, others as double. */
const byName: Record<string, Test> = {
  double: isDouble,
  string: value => typeof value === 'string',
  object: value => typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype,
  array: Array.isArray,
  binData: value => bsonType('Binary')(value) || ArrayBuffer.isView(value),
  undefined: () => false,
  objectId: bsonType('ObjectId'),
  bool: value => typeof value === 'boolean',
  date: value => value instanceof Date,
  null: value => value === null,
  regex: value => value instanceof RegExp || bsonType('BSONRegExp')(value),
  javascript: bsonType('Code'),
  symbol: bsonType('BSONSymbol'),
  int: isInt,
  timestamp: bsonType('Timestamp'),
  long: isLong,
  decimal: isDecimal,
  minKey: bsonType('MinKey'),
  maxKey: bsonType('MaxKey'),
  number: value => typeof value === 'number' || isLong(value) || isDecimal(value),
};

const names: Doc = {
  1: 'double',
  2: 'string',
  3: 'object',
  4: 'array',
  5: 'binData',
  6: 'undefined',
  7: 'objectId',
  8: 'bool',
  9: 'date',
  10: 'null',
  11: 'regex',
  13: 'javascript',
  14: 'symbol',
  16: 'int',
  17: 'timestamp',
  18: 'long',
  19: 'decimal',
  [-1]: 'minKey',
  127: 'maxKey',
};

/** The test for one of MongoDB's type names or numbers. */
export const typeTest = (type: unknown): Test => {
  const name = typeof type === 'number' ? String(names[type]) : String(type);
  const test = Object.prototype.hasOwnProperty.call(byName, name) ? byName[name] : undefined;
  if (test) return test;
  throw new MongoFailure('BadValue', `Unknown type name alias: ${String(type)}`);
};
