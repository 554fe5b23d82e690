import { type Binary, type ObjectId, type Timestamp } from 'bson';
import { asNumber } from './document.js';

/** The place of each BSON type in MongoDB's order of all values. */
export const rank = {
  minKey: 1,
  undefined: 5,
  null: 10,
  number: 20,
  string: 30,
  object: 40,
  array: 50,
  binary: 60,
  objectId: 70,
  boolean: 80,
  date: 90,
  timestamp: 100,
  pattern: 110,
  other: 120,
  maxKey: 255,
} as const;

const bsonRanks: Record<string, number> = {
  ObjectId: rank.objectId,
  Binary: rank.binary,
  Long: rank.number,
  Int32: rank.number,
  Double: rank.number,
  Decimal128: rank.number,
  Timestamp: rank.timestamp,
  BSONRegExp: rank.pattern,
  BSONSymbol: rank.string,
  MinKey: rank.minKey,
  MaxKey: rank.maxKey,
};
const plainRanks: Record<string, number> = {
  undefined: rank.undefined,
  number: rank.number,
  bigint: rank.number,
  string: rank.string,
  boolean: rank.boolean,
};

export const rankOf = (value: unknown): number => {
  if (value === null) return rank.null;
  if (typeof value !== 'object') return plainRanks[typeof value] ?? rank.other;
  if (Array.isArray(value)) return rank.array;
  if (value instanceof Date) return rank.date;
  if (value instanceof RegExp) return rank.pattern;
  if (ArrayBuffer.isView(value)) return rank.binary;
  const type = (value as { _bsontype?: string })._bsontype;
  return type === undefined ? rank.object : (bsonRanks[type] ?? rank.other);
};

const compareScalars = <T>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

const compareNumbers = (a: unknown, b: unknown): number => {
  if (isWide(a) || isWide(b)) return compareWide(a, b);
  const [x, y] = [asNumber(a), asNumber(b)];
  if (Number.isNaN(x)) return Number.isNaN(y) ? 0 : -1;
  return Number.isNaN(y) ? 1 : compareScalars(x, y);
};

/** A 64-bit integer that a double cannot hold: bson leaves it as a Long. */
export const isWide = (value: unknown): value is bigint | { toBigInt(): bigint } =>
  typeof value === 'bigint' || (value as { _bsontype?: string } | null)?._bsontype === 'Long';
export const toBigInt = (value: bigint | { toBigInt(): bigint }): bigint =>
  typeof value === 'bigint' ? value : value.toBigInt();

const compareWide = (a: unknown, b: unknown): number => {
  const x = isWide(a) ? toBigInt(a) : asNumber(a);
  const y = isWide(b) ? toBigInt(b) : asNumber(b);
  if (Number.isNaN(x)) return -1;
  return Number.isNaN(y) ? 1 : compareScalars<number | bigint>(x, y);
};

const compareArrays = (a: readonly unknown[], b: readonly unknown[]): number => {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compareValues(a[i], b[i]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
};

const compareDocuments = (a: Record<string, unknown>, b: Record<string, unknown>): number => {
  const [left, right] = [Object.entries(a), Object.entries(b)];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [[nameA, valueA], [nameB, valueB]] = [left[i] ?? ['', null], right[i] ?? ['', null]];
    const order = rankOf(valueA) - rankOf(valueB) || compareScalars(nameA, nameB) || compareValues(valueA, valueB);
    if (order !== 0) return order;
  }
  return left.length - right.length;
};

const compareBinaries = (a: Binary, b: Binary): number =>
  a.position - b.position || a.sub_type - b.sub_type || Buffer.compare(a.value(), b.value());

/** Values of one rank; ranks without an entry hold one value only. */
const comparers: Record<number, (a: never, b: never) => number> = {
  [rank.number]: compareNumbers,
  [rank.string]: (a: unknown, b: unknown) => compareScalars(String(a), String(b)),
  [rank.object]: compareDocuments,
  [rank.array]: compareArrays,
  [rank.binary]: compareBinaries,
  [rank.objectId]: (a: ObjectId, b: ObjectId) => Buffer.compare(a.id, b.id),
  [rank.boolean]: (a: boolean, b: boolean) => Number(a) - Number(b),
  [rank.date]: (a: Date, b: Date) => compareScalars(a.getTime(), b.getTime()),
  [rank.timestamp]: (a: Timestamp, b: Timestamp) => a.compare(b),
  [rank.pattern]: (a: unknown, b: unknown) => compareScalars(String(a), String(b)),
  [rank.other]: (a: unknown, b: unknown) => compareScalars(String(a), String(b)),
};

/** MongoDB's order of all values: by type, then by value. */
export const compareValues = (a: unknown, b: unknown): number => {
  const byType = rankOf(a) - rankOf(b);
  if (byType !== 0) return byType;
  return comparers[rankOf(a)]?.(a as never, b as never) ?? 0;
};

export const sameValue = (a: unknown, b: unknown): boolean => a === b || compareValues(a, b) === 0;
