import { type Binary, type ObjectId } from 'bson';
import { createHash } from 'node:crypto';
import { asNumber } from './document.js';
import { isWide, rank, rankOf, toBigInt } from './order.js';

/**
 * Values as bytes whose order is MongoDB's order. Each encoding ends itself (none is the prefix of another), so
 * encodings may be joined for compound keys and inverted for descending ones.
 */

/** The longest encoding of a document's `_id`; longer ones end in a hash. */
export const ID_KEY_BYTES = 300;
export const HASH_BYTES = 32;
const END = Buffer.from([0, 0]);

export const u32 = (value: number): Buffer => {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

/** A double so that bytes compare as numbers do, then what a 64-bit integer has beyond it. */
const numberKey = (value: unknown): Buffer => {
  const bytes = Buffer.allocUnsafe(11);
  const double = asNumber(value);
  bytes[0] = rank.number;
  bytes.writeDoubleBE(Number.isNaN(double) ? -Infinity : double === 0 ? 0 : double, 1);
  if (((bytes[1] ?? 0) & 0x80) !== 0) for (let i = 1; i < 9; i++) bytes[i] = ~(bytes[i] ?? 0);
  else bytes[1] = (bytes[1] ?? 0) ^ 0x80;
  if (Number.isNaN(double)) bytes.fill(0, 1, 9);
  const rest = isWide(value) ? Number(toBigInt(value) - BigInt(double)) : 0;
  bytes.writeUInt16BE(rest + 0x8000, 9);
  return bytes;
};

const dateKey = (value: Date): Buffer => {
  const bytes = numberKey(value.getTime());
  bytes[0] = rank.date;
  return bytes;
};

/** Zero bytes are escaped and the end is two zeroes, so that a prefix sorts first. */
const endedBytes = (tag: number[], content: Buffer): Buffer => {
  if (!content.includes(0)) return Buffer.concat([Buffer.from(tag), content, END]);
  const escaped: number[] = [];
  for (const byte of content) escaped.push(...(byte === 0 ? [0, 255] : [byte]));
  return Buffer.concat([Buffer.from(tag), Buffer.from(escaped), END]);
};

const documentKey = (value: Record<string, unknown>): Buffer =>
  Buffer.concat([
    Buffer.from([rank.object]),
    ...Object.entries(value).flatMap(([name, item]) => [endedBytes([rankOf(item)], Buffer.from(name)), keyOf(item)]),
    Buffer.from([0]),
  ]);

const binaryKey = (value: Binary | Uint8Array): Buffer => {
  const isBson = !ArrayBuffer.isView(value);
  const content = Buffer.from(isBson ? value.value() : value);
  return endedBytes([rank.binary, ...u32(content.length), isBson ? value.sub_type : 0], content);
};

const textKey = (tag: number, value: unknown): Buffer => endedBytes([tag], Buffer.from(String(value)));

const encoders: Record<number, (value: never) => Buffer> = {
  [rank.number]: numberKey,
  [rank.string]: (value: unknown) => textKey(rank.string, value),
  [rank.object]: documentKey,
  [rank.array]: (value: unknown[]) => Buffer.concat([Buffer.from([rank.array]), ...value.map(keyOf), Buffer.from([0])]),
  [rank.binary]: binaryKey,
  [rank.objectId]: (value: ObjectId) => Buffer.concat([Buffer.from([rank.objectId]), value.id]),
  [rank.boolean]: (value: boolean) => Buffer.from([rank.boolean, value ? 1 : 0]),
  [rank.date]: dateKey,
  [rank.timestamp]: (value: { toBigInt(): bigint }) => {
    const bytes = Buffer.alloc(9, rank.timestamp);
    bytes.writeBigUInt64BE(BigInt.asUintN(64, value.toBigInt()), 1);
    return bytes;
  },
  [rank.pattern]: (value: unknown) => textKey(rank.pattern, value),
  [rank.other]: (value: unknown) => textKey(rank.other, value),
};

/** The whole encoding of a value. */
export const keyOf = (value: unknown): Buffer => {
  const order = rankOf(value);
  return encoders[order]?.(value as never) ?? Buffer.from([order]);
};

/** An encoding of at most `limit` bytes; a longer one keeps its start and ends in a hash of the whole. */
export const clippedKey = (value: unknown, limit: number): Buffer => {
  const whole = keyOf(value);
  if (whole.length <= limit) return whole;
  const hash = createHash('sha256').update(whole).digest();
  return Buffer.concat([whole.subarray(0, limit - HASH_BYTES), hash]);
};

export const idKey = (id: unknown): Buffer => clippedKey(id, ID_KEY_BYTES);

/** The same bytes in the opposite order. */
export const inverted = (bytes: Buffer): Buffer => {
  const out = Buffer.allocUnsafe(bytes.length);
  for (let i = 0; i < bytes.length; i++) out[i] = ~(bytes[i] ?? 0);
  return out;
};

/** The first key after every key that starts with `prefix`. */
export const afterPrefix = (prefix: Buffer): Buffer => {
  const next = Buffer.from(prefix);
  for (let i = next.length - 1; i >= 0; i--) {
    const byte = next[i] ?? 0;
    if (byte < 255) {
      next[i] = byte + 1;
      return next.subarray(0, i + 1);
    }
  }
  return Buffer.alloc(prefix.length + 1, 255);
};
