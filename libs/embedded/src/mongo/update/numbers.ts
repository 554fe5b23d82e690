import { Decimal128, Long } from 'bson';
import { asNumber } from '../values/document.js';
import { isWide, toBigInt } from '../values/order.js';

const isSafe = (value: number): boolean => !Number.isInteger(value) || Number.isSafeInteger(value);

/** Integers stay exact up to 64 bits; anything wider becomes a double. */
const exact = (value: bigint): unknown => {
  if (value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(value);
  return BigInt.asIntN(64, value) === value ? Long.fromBigInt(value) : Number(value);
};

const asInteger = (value: unknown): bigint | undefined => {
  if (isWide(value)) return toBigInt(value);
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : undefined;
};

const combine = (
  a: unknown,
  b: unknown,
  plain: (a: number, b: number) => number,
  wide: (a: bigint, b: bigint) => bigint,
): unknown => {
  const result = plain(asNumber(a), asNumber(b));
  if (a instanceof Decimal128 || b instanceof Decimal128) return Decimal128.fromString(String(result));
  if (typeof a === 'number' && typeof b === 'number' && isSafe(result)) return result;
  const [x, y] = [asInteger(a), asInteger(b)];
  return x === undefined || y === undefined ? result : exact(wide(x, y));
};

export const add = (a: unknown, b: unknown): unknown =>
  combine(
    a,
    b,
    (x, y) => x + y,
    (x, y) => x + y,
  );
export const multiply = (a: unknown, b: unknown): unknown =>
  combine(
    a,
    b,
    (x, y) => x * y,
    (x, y) => x * y,
  );
